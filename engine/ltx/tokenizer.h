#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace chladni::ltx {

/// T5's tokens of a text, by a SentencePiece model (pad 0, end 1, unknown 2). Any thread.
class Tokenizer {
public:
    /// `folder` holds spiece.model. Throws Error: none there, or none that SentencePiece reads.
    explicit Tokenizer(const std::filesystem::path& folder);
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;

    std::int64_t vocabulary() const;

    /// The text without blanks around it, cut to `max_length` - 1 pieces, then the end. No padding.
    std::vector<std::int64_t> encode(const std::string& text, std::int64_t max_length) const;

private:
    std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
};

/// Trains a small unigram model on sentences and writes it. `whole_words` are pieces of their own wherever a word begins so, however
/// rare. The same words: the same bytes. Throws Error.
void train_tokenizer(const std::filesystem::path& file, const std::vector<std::string>& sentences, std::int64_t vocabulary,
                     const std::vector<std::string>& whole_words = {});

}  // namespace chladni::ltx
