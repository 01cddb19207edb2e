"""The reviewer's conversation: words become typed actions, actions change the case or answer from it."""
