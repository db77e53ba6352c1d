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

/** The id of a key. @public */
export const KEY_ID = /^key_[0-9A-Za-z]{16,64}$/;

/** How the secret of a key looks; Backstage's tokens never do. @public */
export const KEY_SECRET = /^om_[0-9A-Za-z]{43}$/;
