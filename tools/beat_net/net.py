"""BeatNet's network (Heydari, Cwitkowitz and Duan, ISMIR 2021) with the names of its published weights."""
import torch
from torch import nn


class BeatNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv1d(1, 2, 10)
        self.linear0 = nn.Linear(262, 150)
        self.lstm = nn.LSTM(150, 150, num_layers=2, batch_first=True)
        self.linear = nn.Linear(150, 3)

    def forward(self, heard):
        """[B, T, 272] -> [B, T, 3]: beat that starts no bar, downbeat, neither; logarithms up to a constant."""
        b, t, n = heard.shape
        x = torch.relu(self.conv1(heard.reshape(b * t, 1, n)))          # [B T, 2, 263]
        x = torch.nn.functional.max_pool1d(x, 2).reshape(b, t, -1)      # [B, T, 262]
        return self.linear(self.lstm(self.linear0(x))[0])               # [B, T, 3]
