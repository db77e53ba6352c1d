/**
 * Stand-ins: what works around a model in a real cluster and cannot run here – engines, operators, the hub.
 *
 * @remarks
 * Each file says in its first lines what it stands in for. They play what can be seen from outside, by the same
 * triggers as the originals; what is deliberately not played: LoRA adapters, Ray, the gateway's data plane.
 */
export {
  startStandIns,
  type StandIns,
  type StandInsOptions,
} from './startStandIns';
export type { EnginesOptions } from './engine/serveEngines';
export type { TokenSource } from './engine/TokenSource';
export { installLightEngine } from './engine/light/installLightEngine';
export {
  startLightEngine,
  type LightEngine,
} from './engine/light/startLightEngine';
export { installOnce } from './install/installOnce';
export { runTool } from './install/runTool';
export { startHub, type Hub, type HubOptions } from './hub/startHub';
export {
  installVllm,
  REAL_MODEL,
  type VllmFiles,
} from './engine/vllm/installVllm';
export { CPU_ENVIRONMENT, type RealNodeOptions } from './realPods/RealNode';
export { UNLICENSED_TOKEN, VALID_TOKEN } from './hub/hubAccess';
