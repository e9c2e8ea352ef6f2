#pragma once

#include <QWidget>

namespace chladni {

/// How sure the tracker is, as a bar: red while the beat is not to be trusted, amber while it is a guess, then green.
class SureBar : public QWidget {
public:
    explicit SureBar(QWidget* parent = nullptr);
    void show_confidence(double confidence);
    double confidence() const { return confidence_; }
    QColor colour() const;
    QSize sizeHint() const override { return {90, 8}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double confidence_ = 0;
};

}  // namespace chladni
