#include "engine/looks/caption.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "engine/looks/look.h"
#include "engine/looks/palette.h"

namespace chladni {
namespace {

std::set<std::string> words_in(const std::string& sentence) {
    std::set<std::string> words;
    std::istringstream in(sentence);
    for (std::string word; in >> word;) words.insert(word.ends_with(',') ? word.substr(0, word.size() - 1) : word);
    return words;
}

TEST(Caption, SaysLookAndPalette) {
    EXPECT_EQ(caption_of({.look = 0, .palette = 0, .phrase = 1, .form = 1, .pace = CaptionPace::kSlow}), "drifting ink in blue and gold, slow");
    EXPECT_EQ(caption_of({.look = 0, .palette = 0, .phrase = 0, .second_colour_first = true}), "ink in water, gold and blue");
}

TEST(Caption, ParsesBackToItsLookAndPalette) {
    std::size_t read = 0;
    for (std::size_t look = 0; look < looks().size(); ++look)
        for (std::size_t palette = 0; palette < palettes().size(); ++palette)
            for (std::uint64_t seed = 0; seed < 40; ++seed, ++read) {
                const std::string caption = caption_of(draw_wording(look, palette, CaptionPace::kFast, seed, seed % 2 != 0));
                ASSERT_EQ(look_named_in(caption), look) << caption;
                ASSERT_EQ(palette_named_in(caption), palette) << caption;
            }
    EXPECT_EQ(read, looks().size() * palettes().size() * 40);
}

TEST(Caption, NamesNothingThatItDoesNotName) {
    EXPECT_EQ(look_named_in("a walk in the think tank"), std::nullopt);
    EXPECT_EQ(palette_named_in("ink in blue"), std::nullopt);
    EXPECT_EQ(look_named_in("INK, Blue and Gold"), 0u);
}

TEST(Caption, HeldBackWordingsAreNeverDrawnForTraining) {
    std::set<std::string> training, held;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        training.insert(caption_of(draw_wording(3, 2, CaptionPace::kUnsaid, seed, false)));
        held.insert(caption_of(draw_wording(3, 2, CaptionPace::kUnsaid, seed, true)));
    }
    EXPECT_GE(training.size(), 20u);
    EXPECT_GE(held.size(), 3u);
    for (const std::string& caption : held) EXPECT_FALSE(training.contains(caption)) << caption;
}

TEST(Caption, EveryWordOfAHeldBackSentenceIsAlsoTrained) {
    std::set<std::string> trained, held;
    for (std::size_t look = 0; look < looks().size(); ++look)
        for (std::size_t palette = 0; palette < palettes().size(); ++palette)
            for (std::uint64_t seed = 0; seed < 60; ++seed) {
                trained.merge(words_in(caption_of(draw_wording(look, palette, CaptionPace::kSlow, seed, false))));
                held.merge(words_in(caption_of(draw_wording(look, palette, CaptionPace::kSlow, seed, true))));
            }
    for (const std::string& word : held) EXPECT_TRUE(trained.contains(word)) << word;
}

TEST(Caption, VocabularyIsSmall) {
    std::set<std::string> words, sentences;
    for (const std::string& caption : all_captions()) {
        words.merge(words_in(caption));
        sentences.insert(caption);
    }
    EXPECT_EQ(sentences.size(), looks().size() * palettes().size() * 4 * 2 * kCaptionForms * 3);
    EXPECT_LE(words.size(), 100u);
}

}  // namespace
}  // namespace chladni
