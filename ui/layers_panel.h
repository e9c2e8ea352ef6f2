#pragma once

#include <vector>

#include "ui/section.h"

class QGridLayout;
class QLineEdit;

namespace chladni {

class ParamButton;
class ParamControl;
class Show;

/// Which transformer blocks hear the sound: a button each, and all of them as words ("0-3,6"). As many as the model has.
class LayersPanel : public Section {
    Q_OBJECT

public:
    explicit LayersPanel(Show& show, QWidget* parent = nullptr);
    void set_layers(std::size_t count);
    void refresh();
    /// False, and nothing changed, where the words name no layers of this model.
    bool apply(const QString& ranges);
    QLineEdit* field() const { return field_; }
    const std::vector<ParamButton*>& buttons() const { return buttons_; }

Q_SIGNALS:
    void refused(const QString& why);
    /// New buttons are there; whoever listens to controls connects them.
    void added(chladni::ParamControl* control);

private:
    void add_words();
    void take_field();
    std::vector<bool> layers_on() const;
    Show& show_;
    QGridLayout* grid_;
    QLabel* none_;
    QWidget* words_;
    QLineEdit* field_;
    std::vector<ParamButton*> buttons_;
};

}  // namespace chladni
