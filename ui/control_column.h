#pragma once

#include <QScrollArea>
#include <vector>

namespace chladni {

class LayersPanel;
class ModelPanel;
class ParamControl;
class ParamRows;
class PromptPanel;
class Show;
struct ShowStatus;

/// The right side of the desk: words, model, layers, effects, picture, timing. Scrolls where the display is small.
class ControlColumn : public QScrollArea {
    Q_OBJECT

public:
    explicit ControlColumn(Show& show, QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    PromptPanel* prompt() const { return prompt_; }
    ModelPanel* model() const { return model_; }
    LayersPanel* layers() const { return layers_; }
    /// All rows of the table that stand here.
    std::vector<ParamControl*> controls() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void add_group(const QString& title, ParamRows* rows);
    PromptPanel* prompt_;
    ModelPanel* model_;
    LayersPanel* layers_;
    std::vector<ParamRows*> groups_;
};

}  // namespace chladni
