/**
 * Facts of a cluster in pieces, so that what changed is written and read alone.
 * The whole value stays for the version before this one, which may run beside
 * it in a rolling update.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('cluster_facts', table => {
    table
      .text('pieces_version')
      .nullable()
      .comment('The version of the facts that the pieces are of');
    table.integer('revision').nullable().comment('Of the newest pieces');
  });
  await knex.schema.createTable('cluster_pieces', table => {
    table.comment('Facts of clusters: a row for each node, each field …');
    table.text('cluster').notNullable();
    table.text('piece').notNullable().comment('As in node/gpu-1');
    table.integer('revision').notNullable().comment('It changed in that one');
    table.text('content').nullable().comment('JSON; null: it is gone');
    table.primary(['cluster', 'piece']);
    table.index(['cluster', 'revision']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('cluster_pieces');
  await knex.schema.alterTable('cluster_facts', table => {
    table.dropColumn('pieces_version');
    table.dropColumn('revision');
  });
};
