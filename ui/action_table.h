#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <span>

namespace chladni {

/// Everything that has a key. Menu, shortcuts and the sheet are made from one table, so they agree.
enum class StageAction {
    kOpenSound, kLoadLook, kSaveLook, kScreenshot, kRecord, kQuit,
    kFreeze, kBlackout, kPanic, kNextLook, kPreviousLook, kNewSeed, kEditPrompt,
    kTap, kNudgeEarlier, kNudgeLater, kHalve, kDouble, kResync, kHold, kFollow, kListening,
    kFullScreen,
    kKeySheet,
    kCount
};

/// The menu in which an action stands, in the order of the menu bar.
enum class ActionMenu { kShow, kStage, kBeat, kOutput, kHelp, kCount };

struct ActionRow {
    StageAction action;
    ActionMenu menu;
    const char* name;
    const char* keys;  ///< portable key sequences, "; " between them; the first one is shown first
    const char* help;  ///< one sentence
};

/// In the order of StageAction.
std::span<const ActionRow> action_table();
const ActionRow& row_of(StageAction action);
QList<QKeySequence> keys_of(const ActionRow& row);
/// The keys as the person reads them: "Space or T".
QString key_text(const ActionRow& row);
QString menu_name(ActionMenu menu);

}  // namespace chladni
