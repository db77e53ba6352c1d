/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('models', table => {
    table.text('endpoint_url').nullable().comment('Of the gateway, observed');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('models', table => {
    table.dropColumn('endpoint_url');
  });
};
