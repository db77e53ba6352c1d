/**
 * Gets the files of repositories, whose list is the program's argument. It runs
 * in the engine's own image, which has Python and the hub's client.
 *
 * @remarks It belongs to the pod's template: with any change of it, models that
 * are refreshed restart. What it says of failures are the words of the hub's
 * client, as the engine would say them, and every line of its own begins with
 * `weights:`. Files of one revision never change; so a list of them, written
 * when all were there, is all it takes to see that they are, without a hub.
 */
export const WEIGHTS_PROGRAM = String.raw`
import errno, glob, json, os, re, shutil, signal, sys, threading, time

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
from huggingface_hub import HfApi, constants, snapshot_download

PAUSES = [5, 10, 20, 40, 60, 60]
PROGRESS_SECONDS = 10
HOPELESS = {"GatedRepoError", "RepositoryNotFoundError", "RevisionNotFoundError", "HFValidationError"}
FULL_OR_FORBIDDEN = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS}
WEIGHTS = ("safetensors", "bin", "pt")
OTHER_FORMATS = "pth|ckpt|gguf|ggml|h5|hdf5|msgpack|onnx|onnx_data|tflite|ot|npz|mlmodel|mlpackage|nemo|tar|zip|gz"
MEDIA = "png|jpe?g|gif|webp|svg|bmp|mp[34]|wav|flac|avi|mov|pdf|ipynb|parquet|arrow|csv"
LEFT_BEHIND = re.compile(r"^(training_args|optimizer|scheduler|scaler|rng_state|adapter_model)\b")


def say(text):
    print(f"weights: {text}", flush=True)


def amount(count):
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def choose(names, weights):
    """What the engine loads: one format, and what is small."""
    at_root = [name for name in names if "/" not in name and (weights == "adapter" or not LEFT_BEHIND.match(name))]
    found = [form for form in WEIGHTS if any(name.endswith("." + form) for name in at_root)]
    form = found[0] if found and weights != "none" else None
    loaded = [name for name in at_root if form and name.endswith("." + form)]
    own = [name for name in loaded if name.startswith("consolidated")]
    usual = [name for name in loaded if not name.startswith("consolidated")]
    left_out = set(usual if weights == "mistral" and own else own if usual else [])
    heavy = re.compile(rf"\.({'|'.join(WEIGHTS)}|{OTHER_FORMATS}|{MEDIA})$", re.IGNORECASE)

    def is_wanted(name):
        if heavy.search(name):
            module = form and re.match(r"\d+_", name) and name.endswith("." + form)
            return (name in loaded and name not in left_out) or bool(module)
        return not re.match(r"(original|onnx|openvino|coreml|metal|gguf)/", name)

    return [name for name in names if is_wanted(name)]


def folder_of(id):
    return os.path.join(constants.HF_HUB_CACHE, "models--" + id.replace("/", "--"))


def arrived(id):
    """Bytes on the disk: what is on its way grows in place."""
    count = 0
    for path in glob.glob(os.path.join(folder_of(id), "blobs", "*")):
        try:
            state = os.stat(path)
            count += min(state.st_size, state.st_blocks * 512)
        except OSError:
            pass
    return count


class Progress:
    def __init__(self, id, total):
        self.id, self.total = id, total
        self.over = threading.Event()

    def __enter__(self):
        threading.Thread(target=self.watch, daemon=True).start()

    def __exit__(self, *_):
        self.over.set()

    def watch(self):
        before = arrived(self.id)
        while not self.over.wait(PROGRESS_SECONDS):
            now = arrived(self.id)
            share = min(99, now * 100 // max(self.total, 1))
            rate = max(now - before, 0) / PROGRESS_SECONDS
            say(f"{amount(now)} of {amount(self.total)} ({share} %), {amount(rate)}/s")
            before = now


def record_of(id, revision):
    name = f"{id}@{revision or 'main'}".replace("/", "--")
    return os.path.join(constants.HF_HOME, "organization-models", name + ".json")


def read_record(id, revision, weights):
    """The folder of a revision whose files are all there."""
    try:
        with open(record_of(id, revision)) as file:
            record = json.load(file)
        folder = os.path.join(folder_of(id), "snapshots", record["commit"])
        sizes = record["files"].items()
        is_there = all(os.path.getsize(os.path.join(folder, name)) == size for name, size in sizes)
        return record if is_there and record["weights"] == weights else None
    except (OSError, ValueError, KeyError):
        return None


def write_record(id, revision, weights, folder, names):
    path = record_of(id, revision)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    files = {name: os.path.getsize(os.path.join(folder, name)) for name in names}
    temporary = f"{path}.{os.getpid()}.{time.time_ns()}"
    with open(temporary, "w") as file:
        json.dump({"commit": os.path.basename(folder), "weights": weights, "files": files}, file)
    os.replace(temporary, path)


def looks_complete(id, revision):
    """Of files that somebody else has put there: a config, and all weights that are named."""
    commit = revision or "main"
    try:
        with open(os.path.join(folder_of(id), "refs", commit)) as file:
            commit = file.read().strip()
    except OSError:
        pass
    folder = os.path.join(folder_of(id), "snapshots", commit)
    has = lambda name: os.path.exists(os.path.join(folder, name))
    indexes = glob.glob(os.path.join(folder, "*.index.json"))
    shards = {shard for path in indexes for shard in json.load(open(path))["weight_map"].values()}
    weights = [path for form in WEIGHTS for path in glob.glob(os.path.join(folder, "*." + form))]
    tokenizers = ["tokenizer.json", "tokenizer.model", "tekken.json", "vocab.json", "vocab.txt", "tiktoken.model"]
    return (has("config.json") or has("params.json")) and all(map(has, shards)) and bool(weights) and any(map(has, tokenizers))


def is_hopeless(error):
    status = getattr(getattr(error, "response", None), "status_code", None)
    return (
        type(error).__name__ in HOPELESS
        or status in (401, 403, 404)
        or getattr(error, "errno", None) in FULL_OR_FORBIDDEN
    )


def download(id, revision, weights):
    info = HfApi().model_info(id, revision=revision, files_metadata=True)
    sizes = {file.rfilename: file.size or 0 for file in info.siblings}
    names = choose(list(sizes), weights)
    total = sum(sizes[name] for name in names)
    say(f"{id} at {info.sha}: {len(names)} files, {amount(total)}")
    os.makedirs(constants.HF_HUB_CACHE, exist_ok=True)
    missing, free = total - arrived(id), shutil.disk_usage(constants.HF_HUB_CACHE).free
    if missing > free:
        raise OSError(errno.ENOSPC, f"No space left on device: {amount(missing)} are to come, and {amount(free)} are free")
    with Progress(id, total):
        folder = snapshot_download(id, revision=revision, allow_patterns=names)
    write_record(id, revision, weights, folder, names)


def fetch(id, revision=None, weights="usual"):
    known = read_record(id, revision, weights)
    if known and known["commit"] == revision:
        say(f"{id} at {revision} is complete: the hub is not asked")
        return
    for pause in [*PAUSES, None]:
        begun = time.monotonic()
        try:
            download(id, revision, weights)
            say(f"{id} is complete after {time.monotonic() - begun:.0f} s")
            return
        except Exception as error:
            if is_hopeless(error):
                raise
            if known or (weights != "none" and looks_complete(id, revision)):
                say(f"the hub cannot be asked ({error}): {id} is taken as it is on the volume")
                return
            if pause is None:
                raise
            say(f"{type(error).__name__}: {error}")
            say(f"again in {pause} s")
            time.sleep(pause)


# the first process of a container ignores the signal unless it says otherwise
signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
for repository in json.loads(sys.argv[1]):
    fetch(**repository)
`.trimStart();
