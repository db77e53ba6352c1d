/**
 * Each claim has a ticket of its own: who lost a claim has no right to save what
 * was found under it, whichever process took the model since.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('reconcile_queue', table => {
    table.text('ticket').nullable().comment('Of the claim');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('reconcile_queue', table => {
    table.dropColumn('ticket');
  });
};
