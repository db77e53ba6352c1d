/**
 * Times are text in RFC 3339 with milliseconds, in UTC: they sort alike on
 * SQLite and PostgreSQL. Moments of the work queue and of leases are
 * milliseconds since 1970, since they are compared with a clock.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  // Other collations than C would sort names unlike SQLite does
  const sortable = (table, name) => {
    const column = isPostgres
      ? table.specificType(name, 'text collate "C"')
      : table.text(name);
    return column.notNullable();
  };

  await knex.schema.createTable('installation', table => {
    table.comment('One row: what this portal calls itself in clusters');
    table.text('id').notNullable().primary();
  });

  await knex.schema.createTable('models', table => {
    table.comment('The models: what was asked, and what was last observed');
    table.text('id').notNullable().primary();
    sortable(table, 'organization_id').index();
    table.text('cluster').notNullable();
    table.text('namespace').notNullable();
    sortable(table, 'name');
    sortable(table, 'display_name');
    table.text('model_type').notNullable();
    table.boolean('is_public').notNullable();
    table.text('created_by').notNullable();
    table.text('desired_state').notNullable();
    table.integer('generation').notNullable();
    table.text('spec').notNullable().comment('As asked, JSON, without secrets');
    table.text('resolved').notNullable().comment('As derived, JSON');
    table.text('search_text').notNullable().comment('Lower case');
    sortable(table, 'status').index();
    table.text('status_reason').nullable();
    table.text('conditions').notNullable();
    table.text('replicas').notNullable();
    table.integer('observed_generation').notNullable();
    table.text('observed_at').nullable();
    table.integer('last_replicas').nullable();
    table.text('applied').notNullable().comment('What was last applied, JSON');
    table.text('heals').notNullable().comment('Recent repairs, JSON');
    table.text('deletion_requested_at').nullable();
    sortable(table, 'created_at');
    sortable(table, 'updated_at');
    table.unique(['cluster', 'name']);
    table.index(['organization_id', 'created_at', 'id']);
  });

  await knex.schema.createTable('model_tags', table => {
    table.comment('Tags, for filtering');
    table
      .text('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE');
    table.text('tag').notNullable();
    table.primary(['model_id', 'tag']);
  });

  await knex.schema.createTable('model_generations', table => {
    table.comment('Every accepted spec, for rollback');
    table
      .text('model_id')
      .notNullable()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE');
    table.integer('generation').notNullable();
    table.text('spec').notNullable();
    table.text('resolved').notNullable();
    table.text('created_by').notNullable();
    table.text('created_at').notNullable();
    table.primary(['model_id', 'generation']);
  });

  await knex.schema.createTable('model_history', table => {
    table.comment('What happened to a model, by whom');
    table.bigIncrements('id');
    table.text('model_id').notNullable();
    table.text('organization_id').notNullable();
    table.text('at').notNullable();
    table.text('kind').notNullable();
    table.text('code').notNullable();
    table.text('message').notNullable();
    table.text('actor').nullable();
    table.integer('generation').nullable();
    table.text('changes').nullable();
    table.index(['model_id', 'id']);
  });

  await knex.schema.createTable('reconcile_queue', table => {
    table.comment('When each model is due, and who works on it');
    table
      .text('model_id')
      .notNullable()
      .primary()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE');
    table.bigInteger('due_at').notNullable().index();
    table.integer('marks').notNullable().comment('Rises with every mark');
    table.integer('failures').notNullable();
    table.text('claimed_by').nullable();
    table.bigInteger('claimed_until').notNullable();
  });

  await knex.schema.createTable('cluster_leases', table => {
    table.comment('Who holds the watches of a cluster');
    table.text('cluster').notNullable().primary();
    table.text('holder').notNullable();
    table.bigInteger('expires_at').notNullable();
  });

  await knex.schema.createTable('cluster_facts', table => {
    table.comment('The last known facts of a cluster');
    table.text('cluster').notNullable().primary();
    table.text('facts').nullable();
    table.text('version').nullable().comment('Of the facts');
    table.boolean('reachable').notNullable();
    table.text('message').nullable();
    table.text('observed_at').nullable();
  });

  await knex.schema.createTable('observations', table => {
    table.comment('What the cluster holds of each of our models');
    table.text('model_id').notNullable().primary();
    table.text('cluster').notNullable().index();
    table.text('observed').notNullable();
    table.text('observed_at').notNullable();
  });

  await knex.schema.createTable('workloads', table => {
    table.comment('Workloads in the clusters which are labelled as models');
    table.text('cluster').notNullable();
    table.text('uid').notNullable();
    sortable(table, 'name');
    table.text('namespace').notNullable();
    table.text('model_id').nullable();
    table.text('summary').notNullable();
    table.primary(['cluster', 'uid']);
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Answers to POST that may be asked again');
    table.text('organization_id').notNullable();
    table.text('subject').notNullable();
    table.text('key').notNullable();
    table.text('digest').notNullable();
    table.text('model_id').nullable();
    table.bigInteger('expires_at').notNullable();
    table.primary(['organization_id', 'subject', 'key']);
  });

  await knex.schema.createTable('hub_answers', table => {
    table.comment('Architectures read from the hub');
    table.text('key').notNullable().primary();
    table.text('answer').notNullable();
    table.bigInteger('expires_at').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'hub_answers',
    'idempotency_keys',
    'workloads',
    'observations',
    'cluster_facts',
    'cluster_leases',
    'reconcile_queue',
    'model_history',
    'model_generations',
    'model_tags',
    'models',
    'installation',
  ]) {
    await knex.schema.dropTable(table);
  }
};
