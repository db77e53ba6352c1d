/**
 * Through which service a user acted: an agent, a template.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('model_history', table => {
    table.text('via').nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('model_history', table => {
    table.dropColumn('via');
  });
};
