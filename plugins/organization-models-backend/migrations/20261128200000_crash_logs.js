/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('crash_logs', table => {
    table.comment('Last lines of containers that ended badly, masked');
    table.bigIncrements('id');
    table.string('model_id', 64).notNullable();
    table.integer('generation').notNullable();
    table.string('pod', 255).notNullable();
    table.string('container', 255).notNullable();
    table.string('ended_at', 40).notNullable().comment('RFC 3339');
    table.integer('exit_code').notNullable();
    table.string('reason', 255).nullable();
    table.text('lines').notNullable();
    table.unique(['model_id', 'pod', 'container', 'ended_at']);
  });
  await knex.schema.alterTable('models', table => {
    table
      .text('reached')
      .nullable()
      .comment('JSON: the last generations that served, and served completely');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('models', table => {
    table.dropColumn('reached');
  });
  await knex.schema.dropTable('crash_logs');
};
