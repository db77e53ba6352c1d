/**
 * Keys for the OpenAI-compatible paths, and what is used: counts are added up
 * as they come, GPU time is told by when each pod was seen.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('api_keys', table => {
    table.comment('Revoked ones stay, so that usage can name them');
    table.text('id').notNullable().primary();
    table.text('organization_id').notNullable().index();
    table.text('name').notNullable();
    table.text('prefix').notNullable();
    table.text('secret_hash').notNullable().unique().comment('SHA-256, hex');
    table.text('models').nullable().comment('Ids, JSON; null: all');
    table.text('limits').notNullable().comment('JSON');
    table.text('created_by').notNullable();
    table.text('created_at').notNullable();
    table.text('expires_at').nullable();
    table.text('last_used_at').nullable();
    table.text('revoked_at').nullable();
  });

  await knex.schema.createTable('key_minutes', table => {
    table.comment('What keys used lately, of all backends, for their limits');
    table.text('key_id').notNullable();
    table.bigInteger('minute').notNullable().comment('Since 1970');
    table.bigInteger('requests').notNullable();
    table.bigInteger('tokens').notNullable();
    table.primary(['key_id', 'minute']);
  });

  await knex.schema.createTable('usage_days', table => {
    table.text('organization_id').notNullable();
    table.text('day').notNullable().comment('UTC, as in 2026-11-28');
    table.text('model_id').notNullable();
    table.text('model_name').notNullable();
    table.text('key_id').notNullable().comment('Empty: no key');
    table.text('subject').notNullable().comment('Empty: a key');
    for (const count of [
      'requests',
      'errors',
      'prompt_tokens',
      'cached_tokens',
      'completion_tokens',
    ]) {
      table.bigInteger(count).notNullable();
    }
    table.primary(['organization_id', 'day', 'model_id', 'key_id', 'subject']);
    table.index(['key_id', 'day']);
  });

  await knex.schema.createTable('gpu_time', table => {
    table.comment('When pods held GPUs, a row for each pod');
    table.text('cluster').notNullable();
    table.text('pod_uid').notNullable();
    table.text('organization_id').notNullable();
    table.text('model_id').notNullable();
    table.text('model_name').notNullable();
    table.text('gpu_type').notNullable();
    table.integer('gpus').notNullable();
    table.bigInteger('started_at').notNullable().comment('ms since 1970');
    table.bigInteger('ended_at').nullable().comment('null: it holds them');
    table.primary(['cluster', 'pod_uid']);
    table.index(['organization_id', 'started_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gpu_time');
  await knex.schema.dropTable('usage_days');
  await knex.schema.dropTable('key_minutes');
  await knex.schema.dropTable('api_keys');
};
