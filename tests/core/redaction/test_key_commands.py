import pytest

from chatserver.core.redaction.key_commands import of_commands
from tests.core.redaction.masked import made, masked


def shown(text: str) -> str:
    return masked(lambda folded: of_commands(folded.text, folded.low), text)


@pytest.mark.parametrize(
    "command",
    [
        "mysql -u root -p{} shop",
        "mysqldump -h db -p'{}' shop",
        "sshpass -p {} ssh root@host",
        "redis-cli -h db -a {} ping",
        "docker login -u anna -p {} registry.example",
        "curl -u anna:{} https://shop.example",
        "ldapsearch -x -w {} -b dc=example",
        "smbclient //host/share -U anna%{}",
        "7z x -p{} file.7z",
        "net use Z: /user:anna {}",
        "openssl rsa -passin pass:{} -in a.pem",
        "CREATE USER anna IDENTIFIED BY '{}'",
        "lftp -u anna,{} ftp.example",
        "echo 'root:{}' | chpasswd",
        "htpasswd -bc .htpasswd anna {}",
        "tool --password {} run",
        "tool --db-password={} run",
    ],
)
def test_a_password_on_a_command_line_is_masked_and_the_command_stays(command):
    assert shown(command.format("S3cr-et9!x")) == command.format("••••••••")


@pytest.mark.parametrize("command", ["tool --token {}", "tool --api-key={} run", "npm login {}", "ngrok authtoken {}"])
def test_a_key_on_a_command_line_is_masked(command):
    key = made("<b62:40>")
    assert key[4:-4] not in shown(command.format(key))


@pytest.mark.parametrize(
    "text",
    [
        "docker run -p 8080:80 nginx",
        "ssh -p 2222 host",
        "mysql -u root -p shop",
        "curl -u $NAME:$PASSWORD https://shop.example",
        "tool --password <password>",
        "tool --token YOUR_TOKEN_HERE",
        "git commit -a -m 'new key'",
        "I can not login anymore",
    ],
)
def test_a_command_without_a_secret_stays(text):
    assert shown(text) == text
