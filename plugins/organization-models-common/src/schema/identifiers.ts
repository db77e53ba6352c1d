/**
 * The id of a model.
 *
 * @public
 */
export const MODEL_ID = /^mdl_[0-9A-Za-z]{16,64}$/;

/**
 * What the header `X-Organization` may hold before it is read as a ref: nothing
 * that could not be shown, and no more than a ref can have.
 *
 * @public
 */
export const ORGANIZATION_HEADER = /^[\x21-\x7e]{1,255}$/;
