#pragma once

#include "ui/section.h"

class QPushButton;

namespace chladni {

class GrowingEdit;
class Show;

/// What to show and what to avoid. Enter or the button applies; until then the show keeps the old words.
class PromptPanel : public Section {
    Q_OBJECT

public:
    explicit PromptPanel(Show& show, QWidget* parent = nullptr);
    /// Follows words that come from elsewhere (a look) unless somebody is in the middle of a sentence.
    void refresh();
    void edit();
    GrowingEdit* prompt() const { return prompt_; }
    GrowingEdit* negative() const { return negative_; }
    QPushButton* apply_button() const { return apply_; }

Q_SIGNALS:
    void done();

private:
    void connect_edit(GrowingEdit* edit);
    void apply();
    void revert();
    void show_words(const std::pair<std::string, std::string>& words);
    void mark();
    Show& show_;
    GrowingEdit* prompt_;
    GrowingEdit* negative_;
    QPushButton* apply_;
    std::pair<std::string, std::string> shown_;
};

}  // namespace chladni
