export interface Config {
  organizationModels?: {
    /**
     * Where the API is mounted at the root of the backend, beside
     * `/api/organization-models`. `false` leaves the root alone.
     * @default /v1/organization/models
     */
    rootPath?: string | false;

    /**
     * Tells this portal's objects from those of other portals on the same
     * cluster. Made once and kept in the database when it is not given.
     */
    installationId?: string;

    /** How the organization of a request is found. */
    organization?: {
      /**
       * `catalog` walks the catalog's groups; `single` takes every user for a
       * member of the organization `single`.
       * @default catalog
       */
      mode?: 'catalog' | 'single';
      /** The only organization's ref, in mode `single`. */
      single?: string;
      /**
       * `spec.type` of the groups that are organizations.
       * @default ["organization"]
       */
      groupTypes?: string[];
      /**
       * Which organizations external subjects (service tokens) may name.
       * `*` lets a subject read all of them.
       */
      externalSubjects?: { [subject: string]: string[] };
    };

    /** What an organization may read of logs at a time, counted per process. */
    logs?: {
      /**
       * Requests at a time; more are answered 429.
       * @default 50
       */
      streams?: number;
      /**
       * Lines of all of them; faster ones are slowed down, new ones answered 429.
       * @default 20000
       */
      linesPerSecond?: number;
    };

    /**
     * Groups and users that may read all organizations, and set the quota of
     * each when they have the permission `organization-models.quota.update`.
     */
    administrators?: string[];

    /**
     * Limits what the users and what the services of an organization may send
     * to one backend process; nothing is limited without it.
     */
    rateLimit?: {
      /** @default 60 */
      windowSeconds?: number;
      /** Requests of all kinds in a window. */
      requests?: number;
      /** Requests in a window that change or plan something. */
      writes?: number;
    };

    /**
     * Of what the creator of a model and its organization are told by
     * Backstage's notifications.
     */
    notifications?: {
      /**
       * A model, or a new generation of it, runs.
       * @default true
       */
      ready?: boolean;
      /** @default true */
      failed?: boolean;
      /**
       * Somebody changed its objects in the cluster, and they were set back.
       * @default true
       */
      healed?: boolean;
      /**
       * A generation failed and was set back to the one before.
       * @default true
       */
      rolledBack?: boolean;
      /**
       * Nine tenths of a limit are in use.
       * @default true
       */
      nearQuota?: boolean;
    };

    /** Talking to models by the OpenAI-compatible paths. */
    inference?: {
      /**
       * Largest body of a request.
       * @default 32
       */
      maxBodyMegabytes?: number;
      timeouts?: {
        /**
         * For a connection to a pod; another pod is tried then.
         * @default 5
         */
        connectSeconds?: number;
        /**
         * Until an answer begins: without streaming, that is when it is ready.
         * @default 600
         */
        firstByteSeconds?: number;
        /**
         * Between two pieces of an answer.
         * @default 300
         */
        silenceSeconds?: number;
      };
    };

    /**
     * The most that keys for the OpenAI-compatible paths may ask for; what a
     * key does not ask for is this.
     */
    keys?: {
      /** Days until a key expires. */
      maxDays?: number;
      limits?: {
        requestsPerMinute?: number;
        tokensPerMinute?: number;
        tokensPerDay?: number;
      };
    };

    /** What GPUs cost; without it, usage tells hours and no money. */
    prices?: {
      /** @default USD */
      currency?: string;
      /**
       * Of one GPU, by its type, which is compared as `gpu_type` of models is,
       * for instance `H100: 2.5`.
       */
      gpuHour?: { [type: string]: number };
    };

    /**
     * Where metrics of models are read, for clusters without one of their own.
     * Without it, pods are scraped while somebody looks.
     */
    prometheus?: Prometheus;

    clusters?: Array<{
      name: string;
      title?: string;
      /** Uses the service account of the pod in which Backstage runs. */
      inCluster?: boolean;
      kubeconfig?: { file: string; context?: string };
      /** URL of the API server, together with `serviceAccountToken`. */
      url?: string;
      /** @visibility secret */
      serviceAccountToken?: string;
      /** CA certificates of the API server, PEM in base64. */
      caData?: string;
      caFile?: string;
      skipTLSVerify?: boolean;
      /**
       * Name of a cluster of the Kubernetes plugin, by any of its locators.
       * Providers that act as the signed-in user cannot be used.
       */
      kubernetesPluginCluster?: string;
      /**
       * Where models are deployed; it is made when it is missing.
       * @default organization-models
       */
      namespace?: string;
      /**
       * `perOrganization`: each organization gets a namespace of its own, whose
       * name begins with `namespace`, with pod security, a ResourceQuota and a
       * NetworkPolicy. Models that are there stay where they are.
       * @default shared
       */
      namespaces?: 'shared' | 'perOrganization';
      /** Of the namespaces of organizations. */
      networkPolicy?: {
        /**
         * Namespaces from which models are called and scraped.
         * @default ["aibrix-system", "envoy-gateway-system", "monitoring"]
         */
        ingressNamespaces?: string[];
        /**
         * TCP ports that pods may reach, beside DNS: weights are downloaded by
         * them.
         * @default [443]
         */
        egressPorts?: number[];
        /**
         * Blocks of addresses where they may go by these ports.
         * @default anywhere
         */
        egressCidrs?: string[];
        /**
         * Blocks that are left out of those that end in `/0`, such as the
         * addresses of Services and of the cloud's metadata.
         */
        egressExcept?: string[];
      };
      /**
       * Components without which nothing is deployed.
       * @default ["aibrix"]
       */
      requiredComponents?: string[];
      /** Labels by which Prometheus selects ServiceMonitors. */
      serviceMonitorLabels?: { [label: string]: string };
      /** @default the cluster's default class */
      storageClass?: string;
      /**
       * Classes whose volumes several nodes can mount at once, beside those of
       * well-known file systems, which are told by their provisioner.
       */
      sharedStorageClasses?: string[];
      /**
       * What users call the gateway that routes to models.
       * @default the address that the Gateway itself reports
       */
      gatewayUrl?: string;
      /**
       * How this portal reaches the engines in pods: at the pod's own address,
       * or by port-forwards through the API server, from outside the cluster.
       * @default `direct` with `inCluster`, else `portForward`
       */
      podAccess?: 'direct' | 'portForward';
      /** Added to every pod. */
      pods?: {
        imagePullSecrets?: string[];
        env?: { [name: string]: string };
        caBundleConfigMap?: string;
        runtimeClassName?: string;
        priorityClassName?: string;
        labels?: { [label: string]: string };
        annotations?: { [annotation: string]: string };
      };
      /** In place of `organizationModels.prometheus`, for this cluster. */
      prometheus?: Prometheus;
    }>;

    controller?: {
      /** `false`: this process answers HTTP only. @default true */
      enabled?: boolean;
      /** Models of each cluster worked on at the same time. @default 8 */
      workers?: number;
      /** Each model is looked at this often at least. @default 300 */
      resyncSeconds?: number;
      /**
       * Each model is asked for one token when its first replica is ready; if
       * it does not answer, it is `degraded`.
       * @default true
       */
      proofAfterStart?: boolean;
    };

    /**
     * How long what only grows is kept, see docs/operations.md. Once a day the
     * rest is forgotten.
     */
    retention?: {
      /** Accepted specs of a model, for rollback; never those in use. */
      generations?: {
        /** Younger ones are all kept. @default 365 */
        days?: number;
        /** As many are kept however old they are. @default 50 */
        last?: number;
      };
      /** What happened to a model. */
      history?: {
        /** Younger entries are all kept. @default 365 */
        days?: number;
        /** As many of each model are kept however old they are. @default 500 */
        last?: number;
      };
      crashLogs?: {
        /** Of each model the newest five are kept as long. @default 90 */
        days?: number;
      };
      usage?: {
        /** From 31; without it, usage is kept for ever. */
        days?: number;
      };
    };

    /** What a model gets when its spec does not say. */
    defaults?: {
      /** @default vllm/vllm-openai:v0.32.0 */
      image?: string;
      /**
       * Where the images are that engines publish on Docker Hub, which models
       * of other engines and of other vendors' GPUs get: a mirror, and a path
       * in it, for instance `mirror.example.com/dockerhub`.
       */
      registry?: string;
      /** @default 2 */
      cpu?: string;
      /** @default 16Gi */
      memory?: string;
      /** @default 100Gi */
      storageSize?: string;
    };

    /**
     * What organizations may ask for; docs/policy.md has an example. What a
     * policy does not mention is allowed, and what runs already goes on.
     */
    policy?: {
      /** Holds for all organizations. */
      default?: Policy;
      /**
       * By the ref or the bare name of an organization, laid over `default`
       * setting by setting.
       */
      organizations?: { [organization: string]: Policy };
    };

    /**
     * What organizations may use, at the maximum of their replicas. Limits that
     * administrators set by `PUT /quota` go before these.
     */
    quota?: {
      /** Of each organization without an entry below; unlimited unless given. */
      default?: {
        models?: number;
        gpus?: number;
        /** By a part of the product's name, for instance `H100: 8`. */
        gpus_by_type?: { [type: string]: number };
        /** A Kubernetes quantity, for instance `64`. */
        cpu?: string | number;
        /** A Kubernetes quantity with its unit, for instance `512Gi`. */
        memory?: string;
      };
      /** By entity ref, for instance `group:default/acme`; whole, not merged. */
      organizations?: {
        [ref: string]: {
          models?: number;
          gpus?: number;
          gpus_by_type?: { [type: string]: number };
          cpu?: string | number;
          memory?: string;
        };
      };
    };

    /** Vendors, labels and products of GPUs that are not known anyway. */
    gpus?: {
      /**
       * What accelerators of a vendor look like; of one that is known, in
       * addition. The order is that in which models get them.
       */
      vendors?: Array<{
        /** Known are nvidia, amd, habana, intel, google and aws. */
        name: string;
        /** What pods request, that of whole GPUs first; `*` at the end stands for any rest. */
        resources?: string[];
        /** Of them, what are parts of a GPU with memory of their own. */
        slices?: string[];
        /** Key of the taint of its nodes. @default the name of the resource */
        taint?: string;
        /** Labels of nodes which name the product, the best first. */
        productLabels?: string[];
        /** Labels of nodes which tell the memory of one GPU, the best first. */
        memoryLabels?: Array<{
          label: string;
          /** Of a number without a unit. @default MiB */
          unit?: 'MiB' | 'GiB';
        }>;
        /** Labels of nodes which tell how many cards there are, however often each is offered. */
        countLabels?: string[];
      }>;
      /** Labels of nodes, which come before the usual ones. */
      labels?: Array<{
        /** @default nvidia */
        vendor?: string;
        /** Of a vendor that is not known: the resource that pods request. */
        resource?: string;
        /** Names the product. */
        product?: string;
        /** Tells the memory of one GPU. */
        memory?: string;
        /** Of a number without a unit. @default MiB */
        memoryUnit?: 'MiB' | 'GiB';
        /** Tells how many cards there are, however often each is offered. */
        count?: string;
      }>;
      /** Memory of one GPU by product, for instance `NPU-1: 64Gi`. */
      productMemory?: { [product: string]: string };
    };

    /** What images are, where their tags do not tell, or tell otherwise. */
    images?: Array<{
      /** With its registry; a repository, or one tag of it. The first that matches counts. */
      image: string;
      /** Of the engine, for instance 0.32.0. */
      engineVersion?: string;
      build?: 'cuda' | 'rocm' | 'cpu' | 'xpu' | 'gaudi' | 'neuron' | 'tpu';
      /** Version of CUDA it is built with, for instance 12.8. */
      cuda?: number;
      /** As in the nodes' label kubernetes.io/arch. */
      architectures?: string[];
    }>;

    /**
     * Registries which are asked what an image is: its processors, and what its
     * labels and variables tell. Without any, only its name and tag count.
     */
    registries?: {
      ask?: Array<{
        /** As in the names of images, for instance docker.io. */
        host: string;
        /** Where its API is, or that of a mirror; https://HOST unless given. */
        url?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
      }>;
      /** @default 5 */
      timeoutSeconds?: number;
    };

    /** The hub from which architectures are read. */
    hub?: {
      /** @default https://huggingface.co */
      url?: string;
      /** @default true */
      enabled?: boolean;
      /** @default 5 */
      timeoutSeconds?: number;
    };
  };
}

/**
 * Rules of a platform team. A pattern is exact, or a beginning with `*` at its
 * end. Every `reason` is what people read who are refused.
 */
interface Policy {
  images?: {
    /**
     * Registries, or paths in them, from which images may come; for instance
     * `docker.io/vllm`. `*` allows all.
     */
    allowed?: string[];
    /** Images are named by their digest (`@sha256:…`). */
    requireDigest?: boolean;
    reason?: string;
  };
  environment?: {
    /** Patterns of the names that `extra_env` may have. */
    allowed?: string[];
    /** Patterns of the names that it may not; they win. */
    forbidden?: string[];
    /**
     * Patterns of the variables in a cluster's `pods.env` that models may set
     * anew; without them, none.
     */
    overridable?: string[];
    reason?: string;
  };
  commands?: {
    /** `false`: no `command`; `args` and `extra_args` stay. */
    allowed?: boolean;
    /** `false`: `command` starts an engine itself, and nothing else. */
    shell?: boolean;
    reason?: string;
  };
  arguments?: {
    /**
     * Options which the engine must not get, in any spelling. With any,
     * `--config` is forbidden, too: it reads others from a file.
     */
    forbidden?: string[];
    reason?: string;
  };
  /** The most of one model. */
  limits?: {
    gpusPerReplica?: number;
    /** Also of the maximum of autoscaled models. */
    replicas?: number;
    /** Replicas times GPUs. */
    gpus?: number;
    /** Of one replica. */
    cpu?: string | number;
    /** Of one replica. */
    memory?: string;
    /** Of the model's own claim. */
    storageSize?: string;
    reason?: string;
  };
  huggingFace?: {
    /** Patterns of ids of models and of buckets: `Qwen/*`, `s3://ours/*`. */
    allowed?: string[];
    reason?: string;
  };
  storageClasses?: {
    /** Patterns of the classes of models' own claims. */
    allowed?: string[];
    reason?: string;
  };
  sharedClaims?: {
    /** Patterns of the claims that `shared_pvc` may name. */
    allowed?: string[];
    reason?: string;
  };
  clusters?: {
    /** Names of clusters; the first configured one of them is the default. */
    allowed?: string[];
    reason?: string;
  };
  queues?: {
    /** Patterns of the Kueue queues that `queue_name` may name. */
    allowed?: string[];
    /** `true`: a model names one; without one it would wait in none. */
    required?: boolean;
    reason?: string;
  };
  tags?: {
    /** For each of these patterns, a model has a tag. */
    required?: string[];
    reason?: string;
  };
  nodeSelector?: {
    /** Patterns of label keys. */
    allowed?: string[];
    reason?: string;
  };
  tolerations?: {
    /** Patterns of taint keys. */
    allowed?: string[];
    reason?: string;
  };
  /** What a model gets where its spec does not say. */
  defaults?: {
    image?: string;
    cluster?: string;
  };
}

/** Prometheus, or what has its HTTP API: Mimir, Thanos, VictoriaMetrics. */
interface Prometheus {
  /** Up to what comes before `/api/v1`. */
  url: string;
  /**
   * Sent with each query, `Authorization` for instance.
   * @deepVisibility secret
   */
  headers?: { [name: string]: string };
  /** Sent as `X-Scope-OrgID`. */
  tenant?: string;
  /** By which it tells this cluster from others, for instance `cluster: eu`. */
  labels?: { [label: string]: string };
  /** CA certificates, PEM in base64. */
  caData?: string;
  caFile?: string;
}
