import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { Story } from './__testUtils__/Story';

const STORIES = join(__dirname, '__stories__');

/** `RENEW_GOLDEN_FILES=1 yarn test planPass` writes them anew: read the diff. */
const RENEW = process.env.RENEW_GOLDEN_FILES === '1';

/** Up to a model that runs. */
function running(
  title: string,
  given?: ConstructorParameters<typeof Story>[1],
) {
  return new Story(title, given)
    .pass()
    .then("the Deployment's controller makes the pods", c =>
      c.controllerWorks(),
    )
    .then('they are scheduled, and the engine loads', c => {
      c.podsGetNodes();
      c.containersRun();
    })
    .then('it serves', c => c.enginesServe(), 120)
    .pass();
}

const OUT_OF_MEMORY = [
  'ERROR 01-05 09:01:02 [core.py:900] EngineCore failed to start.',
  'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.57 GiB of which 1.20 GiB is free.',
];

const STORY: Record<string, () => Story> = {
  create: () =>
    new Story('A model is created, and serves')
      .pass()
      .then("the Deployment's controller makes its pod", c =>
        c.controllerWorks(),
      )
      .pass()
      .then('the pod gets a node', c => c.podsGetNodes())
      .pass()
      .then('the image is there, and the engine loads', c => c.containersRun())
      .pass()
      .then('the engine serves', c => c.enginesServe(), 120)
      .pass()
      .pass(),

  'crash-and-fix': () =>
    new Story('The engine crashes, is tried again, and the spec is mended')
      .pass()
      .then('a pod is made, and its engine loads', c => {
        c.controllerWorks();
        c.podsGetNodes();
        c.containersRun();
      })
      .pass()
      .then('the engine ends for want of memory', c =>
        c.enginesCrash({ lines: OUT_OF_MEMORY, restarts: 1 }),
      )
      .pass()
      .then('it is started again, which says nothing of why it ended', c =>
        c.containersRun(),
      )
      .pass()
      .then('and ends once more', c =>
        c.enginesCrash({ lines: OUT_OF_MEMORY, restarts: 2 }),
      )
      .pass()
      .user('somebody asks for more memory', { resolved: { memory: '32Gi' } })
      .pass()
      .then('the controller ends the old pod', c => c.controllerWorks())
      .pass()
      .then('it is gone, and a new one is made', c => {
        c.podsAreGone();
        c.logs = [];
        c.controllerWorks();
        c.podsGetNodes();
        c.containersRun();
      })
      .pass()
      .then('the engine serves', c => c.enginesServe(), 120)
      .pass(),

  rollout: () =>
    running('A new image is rolled out')
      .user('somebody asks for another image', {
        resolved: { image: 'vllm/vllm-openai:v0.33.0' },
      })
      .watching(false)
      .pass()
      .watching(true)
      .pass()
      .then('the controller ends the old pod', c => c.controllerWorks())
      .pass()
      .then('it is gone, and a new one is made', c => {
        c.podsAreGone();
        c.controllerWorks();
      })
      .pass()
      .then('the engine loads', c => {
        c.podsGetNodes();
        c.containersRun();
      })
      .pass()
      .then('the engine serves', c => c.enginesServe(), 120)
      .pass(),

  drift: () => {
    const story = running('Another changes the Deployment, again and again')
      .then('somebody deletes the Service', c => c.someoneDeletes('Service'))
      .pass();
    for (const at of [1, 2, 3, 4, 5, 6]) {
      story
        .then(`kubectl-edit pauses rollouts (${at})`, c => {
          c.someoneEdits('kubectl-edit', spec => {
            spec.paused = true;
          });
          c.controllerWorks();
        })
        .pass();
    }
    return story
      .then(
        'ten minutes later, nobody has touched it any more',
        () => undefined,
        600,
      )
      .pass()
      .then('its controller sees that', c => c.controllerWorks())
      .pass();
  },

  'scaled-by-hand': () =>
    running('Replicas are changed by hand, and by an autoscaler')
      .then('somebody scales to 3', c => c.someoneScales('kubectl', 3))
      .pass()
      .pass()
      .user('an autoscaler is asked for, from 1 to 4 replicas', {
        resolved: {
          scaling: {
            mode: 'autoscaled',
            minReplicas: 1,
            maxReplicas: 4,
            targetMetric: 'num_requests_running',
            targetValue: '40',
            scaleDownDelay: '3m',
          },
        },
      })
      .pass()
      .then('it scales to 2, which is its own business', c => {
        c.someoneScales('autoscaler', 2);
        c.controllerWorks();
      })
      .pass(),

  'lost-watch': () =>
    running('The watch is lost, then the cluster')
      .watching(false)
      .then('a pod is lost, and nobody sees it', c => {
        c.enginesCrash({ lines: [], restarts: 1 });
      })
      .pass()
      .watching(true)
      .then('the watch is back', () => undefined)
      .pass()
      .clusterAway('connect ECONNREFUSED')
      .then('the cluster does not answer', () => undefined)
      .pass()
      .user('somebody asks for more memory meanwhile', {
        resolved: { memory: '32Gi' },
      })
      .pass()
      .clusterAway(undefined)
      .then('it answers again', () => undefined, 300)
      .pass(),

  'stop-and-start': () =>
    running('A model is stopped, and started again', {
      resolved: {
        ...buildStoredModel({ id: 'mdl_1' }).resolved,
        scaling: { mode: 'fixed', replicas: 2 },
      },
    })
      .user('somebody stops it', { spec: { desired_state: 'stopped' } })
      .pass()
      .then('the controller ends the pods', c => c.controllerWorks())
      .pass()
      .then('they are gone', c => c.podsAreGone(), 60)
      .pass()
      .user('somebody starts it', { spec: { desired_state: 'running' } })
      .pass()
      .then('new pods are made, and serve', c => {
        c.controllerWorks();
        c.podsGetNodes();
        c.containersRun();
        c.enginesServe();
      })
      .pass(),

  'stop-and-start-at-once': () =>
    running('A model is started again before anybody saw it stop')
      .watching(false)
      .user('somebody stops it', { spec: { desired_state: 'stopped' } })
      .pass()
      .user('and starts it', { spec: { desired_state: 'running' } })
      .pass()
      .watching(true)
      .then('its controller saw both', c => c.controllerWorks())
      .pass(),

  'stuck-rollout': () =>
    running('Kubernetes waits for itself after a change, and is helped', {
      resolved: {
        ...buildStoredModel({ id: 'mdl_1' }).resolved,
        scaling: { mode: 'fixed', replicas: 2 },
      },
    })
      .user('somebody asks for more memory, and for one replica', {
        resolved: {
          memory: '32Gi',
          scaling: { mode: 'fixed', replicas: 1 },
        },
      })
      .pass()
      .then('the controller sees it, and will never do it', c =>
        c.controllerIsStuck(),
      )
      .pass()
      .then('it goes on', c => c.controllerWorks())
      .pass()
      .then('the new pod serves', c => {
        c.podsAreGone();
        c.controllerWorks();
        c.podsGetNodes();
        c.containersRun();
        c.enginesServe();
      })
      .pass(),

  delete: () =>
    running('A model is deleted')
      .user('somebody deletes it', { deleted: true })
      .clusterAway('connect ECONNREFUSED')
      .pass()
      .clusterAway(undefined)
      .then('the cluster answers again', () => undefined)
      .pass()
      .pass()
      .then('the pod has ended its requests', c => c.podsAreGone(), 60)
      .pass(),
};

describe('planPass', () => {
  it.each(Object.keys(STORY))('tells %s as it was agreed', name => {
    const file = join(STORIES, `${name}.txt`);
    const text = STORY[name]().toText();
    if (RENEW) {
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('has no text without a story', () => {
    expect(readdirSync(STORIES).sort()).toEqual(
      Object.keys(STORY)
        .map(name => `${name}.txt`)
        .sort(),
    );
  });
});
