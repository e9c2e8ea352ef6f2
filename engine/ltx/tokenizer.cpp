#include "engine/ltx/tokenizer.h"

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <algorithm>
#include <unordered_map>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kEnd = 1;
constexpr const char* kWordBegins = "\xE2\x96\x81";  // U+2581, which SentencePiece puts in the place of a blank
constexpr std::uintmax_t kLargestModel = 64u << 20;

// A list of texts as the trainer wants to walk through it.
class Sentences final : public sentencepiece::SentenceIterator {
public:
    explicit Sentences(const std::vector<std::string>& list) : list_(list) {}
    bool done() const override { return at_ == list_.size(); }
    void Next() override { ++at_; }
    const std::string& value() const override { return list_[at_]; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    const std::vector<std::string>& list_;
    std::size_t at_ = 0;
};

std::string without_blanks_around(const std::string& text) {
    const char* blanks = " \t\r\n\f\v";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

}  // namespace

Tokenizer::Tokenizer(const std::filesystem::path& folder) : processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
    const std::filesystem::path file = folder / "spiece.model";
    const std::string model = read_text_file(file, kLargestModel);
    const auto status = model.empty() ? sentencepiece::util::Status(sentencepiece::util::StatusCode::kInvalidArgument, "an empty file")
                                      : processor_->LoadFromSerializedProto(model);
    require(status.ok(), "expected a SentencePiece model in '" + file.string() + "', got: " + (status.ok() ? "" : status.error_message()));
}

Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;

std::int64_t Tokenizer::vocabulary() const { return processor_->GetPieceSize(); }

std::vector<std::int64_t> Tokenizer::encode(const std::string& text, std::int64_t max_length) const {
    require(max_length >= 1, "expected room for at least 1 token, got " + std::to_string(max_length));
    std::vector<int> pieces;
    const auto status = processor_->Encode(without_blanks_around(text), &pieces);
    require(status.ok(), std::string("expected a text that SentencePiece encodes, got: ") + status.error_message());
    const std::size_t kept = std::min(pieces.size(), static_cast<std::size_t>(max_length - 1));
    std::vector<std::int64_t> ids(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(kept));
    ids.push_back(kEnd);
    return ids;
}

void train_tokenizer(const std::filesystem::path& file, const std::vector<std::string>& sentences, std::int64_t vocabulary,
                     const std::vector<std::string>& whole_words) {
    std::string symbols;
    for (const std::string& word : whole_words) symbols += (symbols.empty() ? kWordBegins : "," + std::string(kWordBegins)) + word;
    const std::unordered_map<std::string, std::string> options{
        {"model_type", "unigram"},  {"pad_id", "0"},      {"eos_id", "1"},
        {"unk_id", "2"},            {"bos_id", "-1"},     {"hard_vocab_limit", "false"},
        {"num_threads", "1"},       {"minloglevel", "2"}, {"character_coverage", "1.0"},
        {"vocab_size", std::to_string(vocabulary)}, {"user_defined_symbols", symbols}};
    std::string model;
    Sentences walk(sentences);
    const auto status = sentencepiece::SentencePieceTrainer::Train(options, &walk, &model);
    require(status.ok(), std::string("expected SentencePiece to train a tokenizer, got: ") + status.error_message());
    write_file_atomically(file, model);
}

}  // namespace chladni::ltx
