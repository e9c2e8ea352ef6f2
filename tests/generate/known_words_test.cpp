#include "engine/generate/known_words.h"

#include <gtest/gtest.h>

namespace chladni {

using Words = std::vector<std::string>;

TEST(KnownWords, WhatWasNeverTaughtIsFoundOnceAndInOrder) {
    const Words known{"ink", "water", "blue", "gold"};
    EXPECT_EQ(unknown_words(known, "Elephants in blue WATER, elephants of stone::0.7 ink::2"), (Words{"elephants", "stone"}));
    EXPECT_EQ(unknown_words(known, "gold-blue ink"), Words{});
    EXPECT_EQ(unknown_words(known, "\u00e9toile"), Words{"\u00e9toile"});
    EXPECT_EQ(unknown_words(known, ""), Words{});
}

TEST(KnownWords, AModelWithoutAListKnowsAll) {
    EXPECT_EQ(unknown_words({}, "elephants"), Words{});
    EXPECT_EQ(unknown_words_notice({}, "elephants"), "");
}

TEST(KnownWords, TheNoticeNamesTheWordsAndThoseThereAre) {
    const Words known{"ink", "blue"};
    EXPECT_EQ(unknown_words_notice(known, "blue elephants, stone"),
              "the model was taught few words, and not 'elephants', 'stone'; it knows ink, blue");
    EXPECT_EQ(unknown_words_notice(known, "blue ink"), "");
}

}  // namespace chladni
