"""What programs do with OpenAI's package for Python; prints what came of it, as JSON."""

import json
import os

import openai
from pydantic import BaseModel

FRANCE = [{"role": "user", "content": "Name the capital of France."}]


class Place(BaseModel):
    city: str


client = openai.OpenAI(max_retries=0)
chat = client.chat.completions


def stream():
    with chat.create(
        model="smol", messages=FRANCE, temperature=0, stream=True
    ) as pieces:
        return "".join(piece.choices[0].delta.content or "" for piece in pieces)


def stream_with_usage():
    asked = {"stream": True, "stream_options": {"include_usage": True}}
    *_, last = chat.create(model="smol", messages=FRANCE, temperature=0, **asked)
    return last.usage.completion_tokens


def refused(**fields):
    try:
        chat.create(**{"model": "smol", "messages": FRANCE, **fields})
    except openai.APIStatusError as error:
        return [type(error).__name__, error.status_code, error.code]


def limited():
    key = openai.OpenAI(api_key=os.environ["LIMITED_KEY"], max_retries=0)
    asked = {"model": "smol", "messages": FRANCE, "max_tokens": 1}
    answer = key.chat.completions.with_raw_response.create(**asked)
    try:
        key.chat.completions.create(**asked)
    except openai.RateLimitError as error:
        return [
            answer.headers["x-ratelimit-remaining-requests"],
            0 < int(error.response.headers["retry-after"]) <= 60,
        ]


answer = chat.create(model="smol", messages=FRANCE, temperature=0)
place = chat.parse(
    model="smol", messages=FRANCE, temperature=0, max_tokens=32, response_format=Place
)
vectors = client.embeddings.create(model="vectors", input=["one", "two"])
print(
    json.dumps(
        {
            "models": [model.id for model in client.models.list()],
            "chat": answer.choices[0].message.content,
            "tokens": answer.usage.completion_tokens,
            "stream": stream(),
            "stream_tokens": stream_with_usage(),
            "structured": type(place.choices[0].message.parsed).__name__,
            "embeddings": [len(vector.embedding) for vector in vectors.data],
            "unknown": refused(model="nobody"),
            "too_long": refused(messages=[{"role": "user", "content": "word " * 3000}]),
            "limited": limited(),
        }
    )
)
