import type { Knex } from 'knex';
import type { ClusterFacts } from '../backend';

/** Facts as they were once kept: one value in the row of their cluster. */
export class WholeFacts {
  #version = 0;

  private constructor(
    private readonly knex: Knex,
    private readonly cluster: string,
  ) {}

  static async open(knex: Knex, cluster: string): Promise<WholeFacts> {
    await knex.schema.createTable('whole_facts', table => {
      table.text('cluster').notNullable().primary();
      table.text('facts').nullable();
      table.text('version').nullable();
      table.text('observed_at').nullable();
    });
    return new WholeFacts(knex, cluster);
  }

  async save(facts: ClusterFacts, observedAt: string): Promise<void> {
    await this.knex('whole_facts')
      .insert({
        cluster: this.cluster,
        facts: JSON.stringify(facts),
        version: String(++this.#version),
        observed_at: observedAt,
      })
      .onConflict('cluster')
      .merge();
  }
}
