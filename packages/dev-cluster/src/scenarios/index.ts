/**
 * Scenarios: what a kubelet would do to a model's pod, as data.
 *
 * @remarks
 * `catalog/` holds one scenario per question, each a list of steps. `compileScenario` turns a step into one KWOK
 * stage, `installScenarios` brings them into a cluster. A pod keeps where it stands in a condition of its own, so
 * that each stage can ask for one exact position: no two match one pod. What is deliberately not played: exec,
 * attach and real resource use.
 */
export { scenarios } from './catalog';
export {
  installScenarios,
  type InstallScenariosOptions,
} from './installScenarios';
export * as mending from './catalog/mending';
export { demoModels, type DemoModel } from './demoModels';
export { readReplays } from './readReplays';
export { SCENARIO_KEY } from './podPosition';
export type { Pace, Scenario } from './scenario';
