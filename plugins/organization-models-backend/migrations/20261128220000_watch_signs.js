/**
 * Until when the watches of a cluster have told everything, and which ones do
 * not: what is known of a model that nothing happens to is as fresh as that.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('cluster_facts', table => {
    table.text('watched_at').nullable().comment('RFC 3339');
    table.text('stale').nullable().comment('Watches that tell nothing, JSON');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('cluster_facts', table => {
    table.dropColumn('watched_at');
    table.dropColumn('stale');
  });
};
