import os

from django.core.files.base import ContentFile

from folkmoot.foundation.storage import SyncedStorage


def test_a_file_and_every_folder_that_names_it_are_on_the_disk_before_it_counts_as_kept(tmp_path, monkeypatch):
    synced, right = [], os.fsync

    def fsync(opened):
        synced.append(os.readlink(f"/proc/self/fd/{opened}") if os.path.isdir("/proc/self/fd") else "")
        right(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    kept = SyncedStorage(location=tmp_path).save("papers/a.txt", ContentFile(b"words"))

    assert (tmp_path / kept).read_bytes() == b"words"
    assert synced in ([str(tmp_path / kept), str(tmp_path / "papers"), str(tmp_path)], [""] * 3)
