"""What programs do with LangChain; prints what came of it, as JSON."""

import json

from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

QUESTION = "Name the capital of France."


class Place(BaseModel):
    """A place."""

    city: str


model = ChatOpenAI(model="smol", temperature=0, max_tokens=32)
answer = model.invoke(QUESTION)
*pieces, _ = list(model.stream(QUESTION, stream_usage=True))
place = model.with_structured_output(Place).invoke(QUESTION)
batch = model.batch([QUESTION] * 4)
vectors = OpenAIEmbeddings(model="vectors", check_embedding_ctx_length=False)
print(
    json.dumps(
        {
            "chat": answer.content,
            "tokens": answer.usage_metadata["output_tokens"],
            "stream": "".join(piece.content for piece in pieces),
            "structured": type(place).__name__,
            # Side by side the engine may round otherwise, and word it otherwise
            "batch": ["Paris" in each.content for each in batch],
            "embeddings": len(vectors.embed_query("one")),
        }
    )
)
