/**
 * What a model kept of the workload that it was made of, what its deletion
 * leaves, until when nothing of it is set back, and what is to be done when its
 * newest generation fails.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('models', table => {
    table.text('origin').nullable().comment('Of an adopted model, JSON');
    table
      .text('deletion_policy')
      .nullable()
      .comment('release: what is in the cluster stays and runs on');
    table.text('healing_paused_until').nullable().comment('RFC 3339');
    table
      .text('on_failure')
      .nullable()
      .comment('JSON: asked for with the newest generation, or why it is');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('models', table => {
    table.dropColumn('origin');
    table.dropColumn('deletion_policy');
    table.dropColumn('healing_paused_until');
    table.dropColumn('on_failure');
  });
};
