import { scenarios } from './catalog';
import { compileScenario } from './compileScenario';
import { quoteText } from './goTemplate';

const pace = {
  startSeconds: 2,
  failAfterSeconds: 30,
  backOffSeconds: 10,
  stopSeconds: 0.2,
};

describe('compileScenario', () => {
  const stages = scenarios.flatMap(scenario =>
    compileScenario(scenario, {
      pace,
      models: 'played',
      directory: '/logs',
      all: scenarios,
    }),
  );

  it('gives each stage a name of its own', () => {
    const names = stages.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter(name => !/^[a-z0-9.-]{1,253}$/.test(name))).toEqual([]);
  });

  // Two stages that match one pod race in KWOK. A pod has one scenario and one position, so it is enough that
  // no scenario has two stages that begin at one position.
  it.each(scenarios.map(scenario => [scenario.name, scenario] as const))(
    'never lets two stages of %s begin at one position',
    (_name, { steps }) => {
      const begins = steps.flatMap((step, index) =>
        index === 0 ? ['none'] : step.from ?? [steps[index - 1].name],
      );
      expect(new Set(begins).size).toBe(begins.length);
    },
  );

  it('begins and ends at positions of the scenario itself', () => {
    for (const { name, steps } of scenarios) {
      const known = steps.map(step => step.name);
      expect([name, new Set(known).size]).toEqual([name, known.length]);
      for (const from of steps.flatMap(step => step.from ?? [])) {
        expect([name, known]).toEqual([name, expect.arrayContaining([from])]);
      }
    }
  });

  it('fills in what texts may hold, and leaves other braces alone', () => {
    expect(quoteText('of {pod}: {e}, {"a": "{{ b }}"}')).toBe(
      String.raw`{{ print "of " $pod ": {e}, {\"a\": \"{{ b }}\"}" | Quote }}`,
    );
  });

  it('names only logs that the scenario has', () => {
    for (const { name, steps, logs = {} } of scenarios) {
      const named = steps
        .flatMap(({ log }) =>
          log && log !== 'none' ? [log.current, log.previous] : [],
        )
        .filter(log => log !== undefined);
      expect([name, Object.keys(logs)]).toEqual([
        name,
        expect.arrayContaining(named),
      ]);
    }
  });
});
