# The way of Ansible into a booted Debian of scripts/debian-root.sh, from scripts/ansible.sh: no network in between.
import os
import subprocess

from ansible.errors import AnsibleError
from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = """
name: debian_root
short_description: Run commands in a booted Debian of scripts/debian-root.sh
description: [Run commands by C(scripts/debian-root.sh exec) of this machine.]
author: the smgw-proxy authors
options:
  prefix:
    description: That of the test bed.
    vars: [{name: ansible_host}]
"""
SCRIPT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../../../scripts/debian-root.sh"))


class Connection(ConnectionBase):
    transport = "debian_root"
    has_pipelining = True

    def _connect(self):
        self._connected = True
        return self

    def close(self):
        self._connected = False

    def exec_command(self, cmd, in_data=None, sudoable=True):
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        done = self._run(["sh", "-c", cmd], in_data or b"")
        return done.returncode, done.stdout, done.stderr

    def put_file(self, in_path, out_path):
        super().put_file(in_path, out_path)
        with open(in_path, "rb") as file:
            self._copy(["sh", "-c", 'cat >"$0"', out_path], file.read())

    def fetch_file(self, in_path, out_path):
        super().fetch_file(in_path, out_path)
        with open(out_path, "wb") as file:
            file.write(self._copy(["cat", in_path], b""))

    def _copy(self, command, content):
        done = self._run(command, content)
        if done.returncode != 0:
            raise AnsibleError(done.stderr.decode(errors="replace"))
        return done.stdout

    def _run(self, command, content):
        prefix = self.get_option("prefix")
        words = ["chroot", "/host", SCRIPT, "exec", prefix, *command]
        return subprocess.run(words, input=content, capture_output=True, check=False)
