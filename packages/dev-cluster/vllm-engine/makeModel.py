"""Writes the small model of a GGUF file as a repository of the Hugging Face hub has it, with weights in bfloat16.

python3 makeModel.py FILE.gguf FOLDER

It knows one model, SmolLM2, and the three forms of numbers which that file has. Format: github.com/ggml-org/ggml,
docs/gguf.md; https://github.com/huggingface/safetensors#format.
"""

import json
import mmap
import struct
import sys
from pathlib import Path

import numpy

SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9
F32, Q4_1, Q8_0 = 0, 3, 8
BLOCK = 32
CONTROL_TOKEN = 3


class Gguf:
    """Settings, and tensors by name, of a file in GGUF's version 3."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self.at = 0
        magic, version, tensors, settings = self.unpack("4sIQQ")
        if (magic, version) != (b"GGUF", 3):
            sys.exit(f"{path} is no GGUF of version 3")
        self.settings = {}
        for _ in range(settings):
            name = self.text()
            self.settings[name] = self.value(self.unpack("I")[0])
        self.table = [self.entry() for _ in range(tensors)]
        alignment = self.settings.get("general.alignment", 32)
        self.data = -(-self.at // alignment) * alignment

    def unpack(self, form):
        found = struct.unpack_from("<" + form, self.bytes, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def text(self):
        (length,) = self.unpack("Q")
        self.at += length
        return bytes(self.bytes[self.at - length : self.at]).decode()

    def value(self, kind):
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            inner, length = self.unpack("IQ")
            return [self.value(inner) for _ in range(length)]
        return self.unpack(SCALARS[kind])[0]

    def entry(self):
        name = self.text()
        (dimensions,) = self.unpack("I")
        shape = self.unpack(f"{dimensions}Q")[::-1]
        kind, offset = self.unpack("IQ")
        return name, shape, kind, offset

    def tensors(self):
        for name, shape, kind, offset in self.table:
            yield name, self.numbers(kind, self.data + offset, int(numpy.prod(shape))).reshape(shape)

    def numbers(self, kind, at, count):
        if kind == F32:
            return numpy.frombuffer(self.bytes, "<f4", count, at)
        if kind == Q4_1:
            form = numpy.dtype([("scale", "<f2"), ("least", "<f2"), ("packed", "u1", BLOCK // 2)])
            blocks = numpy.frombuffer(self.bytes, form, count // BLOCK, at)
            whole = numpy.concatenate([blocks["packed"] & 15, blocks["packed"] >> 4], axis=1)
            return whole * blocks["scale"].astype("f4")[:, None] + blocks["least"].astype("f4")[:, None]
        if kind == Q8_0:
            form = numpy.dtype([("scale", "<f2"), ("whole", "i1", BLOCK)])
            blocks = numpy.frombuffer(self.bytes, form, count // BLOCK, at)
            return blocks["whole"] * blocks["scale"].astype("f4")[:, None]
        sys.exit(f"numbers of GGML's type {kind} are not known here")


OUTSIDE = {"token_embd": "embed_tokens", "output_norm": "norm"}
LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def rename(name):
    part = name.removesuffix(".weight")
    if part in OUTSIDE:
        return f"model.{OUTSIDE[part]}.weight"
    _, layer, part = part.split(".")
    return f"model.layers.{layer}.{LAYER[part]}.weight"


def in_halves(rows, heads):
    """llama.cpp has the two halves of each head's rows by turns, transformers one after the other."""
    pairs = rows.reshape(heads, rows.shape[0] // heads // 2, 2, -1)
    return pairs.swapaxes(1, 2).reshape(rows.shape)


def to_bfloat16(numbers):
    """The upper half of each float, rounded to the nearest, to the even one where two are as near."""
    bits = numpy.ascontiguousarray(numbers, "<f4").view("<u4")
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def write_weights(folder, gguf):
    heads = {
        "attn_q.weight": gguf.settings["llama.attention.head_count"],
        "attn_k.weight": gguf.settings["llama.attention.head_count_kv"],
    }
    tensors = {}
    for name, numbers in gguf.tensors():
        for ending, count in heads.items():
            numbers = in_halves(numbers, count) if name.endswith(ending) else numbers
        tensors[rename(name)] = to_bfloat16(numbers)
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, numbers in tensors.items():
        end = at + numbers.nbytes
        header[name] = {"dtype": "BF16", "shape": numbers.shape, "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(folder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for numbers in tensors.values():
            file.write(numbers.tobytes())


def write_config(folder, settings, token_ids):
    llama = {name.removeprefix("llama."): value for name, value in settings.items()}
    write(folder / "config.json", {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_act": "silu",
        "hidden_size": llama["embedding_length"],
        "intermediate_size": llama["feed_forward_length"],
        "max_position_embeddings": llama["context_length"],
        "num_attention_heads": llama["attention.head_count"],
        "num_hidden_layers": llama["block_count"],
        "num_key_value_heads": llama["attention.head_count_kv"],
        "rms_norm_eps": 1e-05,
        "rope_theta": llama["rope.freq_base"],
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
        "vocab_size": llama["vocab_size"],
        **token_ids,
    })
    write(folder / "generation_config.json", token_ids)


def write_tokenizer(folder, settings, token_ids):
    words = settings["tokenizer.ggml.tokens"]
    kinds = settings["tokenizer.ggml.token_type"]
    special = [number for number, kind in enumerate(kinds) if kind == CONTROL_TOKEN]
    form = {"lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True}
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    write(folder / "tokenizer.json", {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": number, "content": words[number], **form} for number in special],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "vocab": {word: number for number, word in enumerate(words)},
            "merges": settings["tokenizer.ggml.merges"],
        },
    })
    write(folder / "tokenizer_config.json", {
        "tokenizer_class": "GPT2Tokenizer",
        "add_prefix_space": False,
        "added_tokens_decoder": {str(number): {"content": words[number], **form} for number in special},
        "bos_token": words[token_ids["bos_token_id"]],
        "eos_token": words[token_ids["eos_token_id"]],
        "pad_token": words[token_ids["pad_token_id"]],
        "unk_token": words[0],
        "clean_up_tokenization_spaces": False,
        "model_max_length": settings["llama.context_length"],
        "chat_template": settings["tokenizer.chat_template"],
    })


def write(path, content):
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1))


def main(source, target):
    gguf, folder = Gguf(source), Path(target)
    folder.mkdir(parents=True)
    token_ids = {
        "bos_token_id": gguf.settings["tokenizer.ggml.bos_token_id"],
        "eos_token_id": gguf.settings["tokenizer.ggml.eos_token_id"],
        "pad_token_id": gguf.settings["tokenizer.ggml.padding_token_id"],
    }
    count = sum(int(numpy.prod(shape)) for _, shape, _, _ in gguf.table)
    write(folder / "hub.json", {
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "safetensors": {"parameters": {"BF16": count}},
    })
    write_config(folder, gguf.settings, token_ids)
    write_tokenizer(folder, gguf.settings, token_ids)
    write_weights(folder, gguf)


main(*sys.argv[1:])
