/**
 * How long starts took, by which later ones are told from those that hang; and
 * whether each generation answered when it was ready first.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('model_starts', table => {
    table.comment('One for each pod that got ready');
    table.string('pod_uid', 64).primary();
    table.string('model_id', 64).notNullable().index();
    table.integer('generation').notNullable();
    table.string('cluster', 255).notNullable();
    table.string('image', 512).notNullable();
    table.string('source', 512).notNullable().comment('What it loads');
    table.string('hardware', 255).notNullable().comment('What it runs on');
    table.string('ready_at', 40).notNullable().comment('RFC 3339');
    table.text('seconds').notNullable().comment('JSON: of each phase');
    table.text('milestones').notNullable().comment('JSON: times of the log');
    table.index(['cluster', 'image']);
  });
  await knex.schema.createTable('start_proofs', table => {
    table.comment('One for each generation that had a ready replica');
    table.string('model_id', 64).notNullable();
    table.integer('generation').notNullable();
    table.string('asked_at', 40).notNullable().comment('RFC 3339');
    table.text('proof').nullable().comment('JSON; null while it is asked');
    table.primary(['model_id', 'generation']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('start_proofs');
  await knex.schema.dropTable('model_starts');
};
