"""Texts become the tokens that the models were trained on."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from matching.transformer import FOLDER, Transformer, word_vectors


@pytest.mark.parametrize("count", [0, 3, 93, 94, 95, 110, 111, 300])
def test_a_long_text_is_cut_as_the_tokenizer_cuts_it(count: int) -> None:
    text = " ".join(["dam"] * count)
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.enable_truncation(96, strategy="longest_first")
    tokenizer.no_padding()
    cut = tokenizer.encode(text)
    encoder = Transformer("encoder.onnx", max_tokens=96)

    expected = encoder.run(word_vectors(np.array(cut.ids)), cut.type_ids)
    assert np.array_equal(encoder(text), expected)
