/**
 * Quotas of organizations: what administrators set, and what each model counts
 * in columns that SQL can sum.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('organization_quotas', table => {
    table.comment('What administrators set; its rows are locked by writers');
    table.text('organization_id').notNullable().primary();
    table.text('hard').nullable().comment('Limits, JSON; null: as in config');
    table.text('updated_by').nullable();
    table.text('updated_at').nullable();
  });

  await knex.schema.createTable('model_use', table => {
    table.comment('What each model counts against a quota, at its most');
    table
      .text('model_id')
      .notNullable()
      .primary()
      .references('id')
      .inTable('models')
      .onDelete('CASCADE');
    table.text('organization_id').notNullable().index();
    table.integer('gpus').notNullable();
    table.text('gpu_placement').notNullable().comment('JSON, sorted');
    table.bigInteger('cpu_millis').notNullable();
    table.bigInteger('memory_bytes').notNullable();
  });

  const ids = await knex('models').select('id');
  for (const { id } of ids) {
    await knex('model_use').insert(
      toUse(await knex('models').where({ id }).first()),
    );
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('model_use');
  await knex.schema.dropTable('organization_quotas');
};

/** What models counted when this was written; changes since are made by code. */
function toUse(row) {
  const { scaling, gpu, cpu, memory } = JSON.parse(row.resolved);
  const most =
    scaling.mode === 'fixed' ? scaling.replicas : scaling.maxReplicas;
  const replicas = row.desired_state === 'stopped' ? 0 : most;
  return {
    model_id: row.id,
    organization_id: row.organization_id,
    gpus: replicas * (gpu ? gpu.count : 0),
    gpu_placement: JSON.stringify(
      replicas > 0 ? toPlacement(JSON.parse(row.spec), gpu) : ANYWHERE,
    ),
    cpu_millis: replicas * Math.ceil(toNumber(cpu) * 1000),
    memory_bytes: replicas * Math.ceil(toNumber(memory)),
  };
}

const ANYWHERE = { known: [], never: [] };

function toPlacement(spec, gpu) {
  const { affinity } = gpu ?? {};
  const type = spec.requirements?.gpu?.gpu_type;
  if (affinity?.strength === 'required') {
    return { only: [...affinity.values].sort() };
  }
  return gpu && type ? { only: [type] } : ANYWHERE;
}

const FACTORS = {
  m: 1e-3,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

// Resolved quantities are written by one function, in these forms only
function toNumber(quantity) {
  const [, number, unit] = /^([\d.]+)(\D*)$/.exec(quantity);
  return Number(number) * (FACTORS[unit] ?? 1);
}
