#include "ui/prompt_panel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "engine/runtime/show.h"
#include "ui/growing_edit.h"

namespace chladni {

PromptPanel::PromptPanel(Show& show, QWidget* parent)
    : Section("PROMPT", parent), show_(show), prompt_(new GrowingEdit(2, 6)), negative_(new GrowingEdit(1, 3)),
      apply_(new QPushButton("Apply")) {
    prompt_->setPlaceholderText("What to show");
    negative_->setPlaceholderText("What to avoid");
    prompt_->setAccessibleName("Prompt");
    negative_->setAccessibleName("Negative prompt");
    apply_->setToolTip("Enter in the text does the same. The words act from the next chunk on.");
    apply_->setProperty("compact", true);
    head()->addWidget(apply_);
    for (GrowingEdit* edit : {prompt_, negative_}) {
        body()->addWidget(edit);
        connect_edit(edit);
    }
    connect(apply_, &QPushButton::clicked, this, [this] { apply(); });
    show_words(show_.prompts());
}

void PromptPanel::connect_edit(GrowingEdit* edit) {
    connect(edit, &GrowingEdit::entered, this, [this] { apply(); });
    connect(edit, &GrowingEdit::left, this, [this] { revert(); });
    connect(edit, &GrowingEdit::textChanged, this, [this] { mark(); });
}

void PromptPanel::show_words(const std::pair<std::string, std::string>& words) {
    shown_ = words;
    prompt_->setPlainText(QString::fromStdString(words.first));
    negative_->setPlainText(QString::fromStdString(words.second));
    mark();
}

void PromptPanel::mark() {
    const bool news = prompt_->toPlainText().toStdString() != shown_.first || negative_->toPlainText().toStdString() != shown_.second;
    apply_->setEnabled(news);
    set_look(apply_, "news", news);
}

void PromptPanel::apply() {
    shown_ = {prompt_->toPlainText().trimmed().toStdString(), negative_->toPlainText().trimmed().toStdString()};
    show_.set_prompts(shown_.first, shown_.second);
    show_words(shown_);
    Q_EMIT done();
}

void PromptPanel::revert() {
    show_words(show_.prompts());
    Q_EMIT done();
}

void PromptPanel::edit() {
    prompt_->setFocus(Qt::ShortcutFocusReason);
    prompt_->selectAll();
}

void PromptPanel::refresh() {
    if (apply_->isEnabled()) return;
    auto words = show_.prompts();
    if (words != shown_) show_words(words);
}

}  // namespace chladni
