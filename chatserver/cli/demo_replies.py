"""Canned replies for the demo: something to try the composer with, in every language of the console."""

from collections.abc import Mapping
from types import MappingProxyType

# Shortcut and title, then the text in each language.
DEMO_REPLIES: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType(
    {
        ("/hello", "Greet by name"): {
            "en": "Hello {visitor}, this is {agent}. How can I help you?",
            "de": "Guten Tag {visitor}, hier ist {agent}. Wie kann ich Ihnen helfen?",
            "es": "Hola, {visitor}, soy {agent}. ¿En qué puedo ayudarle?",
            "pt-BR": "Olá, {visitor}, aqui é {agent}. Como posso ajudar?",
            "ru": "Здравствуйте, {visitor}, это {agent}. Чем могу помочь?",
        },
        ("/moment", "Ask for a moment"): {
            "en": "One moment, please: I am looking into it.",
            "de": "Einen Moment bitte, ich sehe nach.",
            "es": "Un momento, por favor: lo estoy comprobando.",
            "pt-BR": "Um momento, por favor: estou verificando.",
            "ru": "Минуту, пожалуйста: я проверяю.",
        },
        ("/steps", "Ask what happened"): {
            "en": "So that I can look into it, please tell me:\n- what you did,\n- what you expected,\n-"
            " what happened instead.",
            "de": "Damit ich nachsehen kann, schreiben Sie mir bitte:\n- was Sie getan haben,\n- was Sie"
            " erwartet haben,"
            "\n- was stattdessen geschehen ist.",
            "es": "Para poder comprobarlo, dígame por favor:\n- qué hizo,\n- qué esperaba,\n- qué ocurrió en su lugar.",
            "pt-BR": "Para que eu possa verificar, diga por favor:\n- o que você fez,\n- o que esperava,"
            "\n- o que aconteceu em vez disso.",
            "ru": "Чтобы я мог разобраться, напишите, пожалуйста:\n- что вы сделали,\n- чего ожидали,\n-"
            " что произошло.",
        },
        ("/screenshot", "Ask for a screenshot"): {
            "en": "Could you send a screenshot? You can paste it into this chat. Please cover passwords"
            " and card numbers.",
            "de": "Könnten Sie einen Screenshot schicken? Sie können ihn in diesen Chat einfügen. Bitte verdecken Sie"
            " Passwörter und Kartennummern.",
            "es": "¿Podría enviar una captura de pantalla? Puede pegarla en este chat. Tape por favor contraseñas y"
            " números de tarjeta.",
            "pt-BR": "Você poderia enviar uma captura de tela? Pode colá-la neste chat. Cubra senhas e números de"
            " cartão, por favor.",
            "ru": "Пришлите, пожалуйста, снимок экрана: его можно вставить прямо в этот чат. Закройте пароли и номера"
            " карт.",
        },
        ("/secrets", "No passwords, please"): {
            "en": "Please never send us passwords, keys or card numbers: we do not need them, and {brand}"
            " removes them.",
            "de": "Bitte senden Sie uns nie Passwörter, Schlüssel oder Kartennummern: Wir brauchen sie"
            " nicht, und {brand}"
            " entfernt sie.",
            "es": "Por favor, no nos envíe nunca contraseñas, claves ni números de tarjeta: no los"
            " necesitamos y {brand}"
            " los elimina.",
            "pt-BR": "Por favor, nunca envie senhas, chaves ou números de cartão: não precisamos deles, e {brand} os"
            " remove.",
            "ru": "Пожалуйста, никогда не присылайте пароли, ключи и номера карт: они нам не нужны, и"
            " {brand} их удаляет.",
        },
        ("/refund", "Refund is on its way"): {
            "en": "We have sent the money back. Depending on your bank, it arrives within 3 to 5 working days.",
            "de": "Wir haben das Geld zurückgeschickt. Je nach Bank ist es in 3 bis 5 Werktagen bei Ihnen.",
            "es": "Hemos devuelto el dinero. Según su banco, llega en 3 a 5 días laborables.",
            "pt-BR": "Devolvemos o dinheiro. Dependendo do seu banco, ele chega em 3 a 5 dias úteis.",
            "ru": "Мы вернули деньги. В зависимости от банка они придут за 3–5 рабочих дней.",
        },
        ("/later", "We go on by e-mail"): {
            "en": "This takes longer than a chat. May we answer by e-mail? Your ChatID stays **{chat_id}**.",
            "de": "Das dauert länger als ein Chat. Dürfen wir per E-Mail antworten? Ihre ChatID bleibt **{chat_id}**.",
            "es": "Esto lleva más que un chat. ¿Podemos responder por correo? Su ChatID sigue siendo **{chat_id}**.",
            "pt-BR": "Isso leva mais do que um chat. Podemos responder por e-mail? Seu ChatID continua sendo"
            " **{chat_id}**.",
            "ru": "Это займёт больше времени, чем чат. Можно ответить по почте? Ваш ChatID останется **{chat_id}**.",
        },
        ("/bye", "Say goodbye"): {
            "en": "Is there anything else that I can do for you? If not, I wish you a pleasant day.",
            "de": "Kann ich sonst noch etwas für Sie tun? Wenn nicht, wünsche ich Ihnen einen schönen Tag.",
            "es": "¿Puedo hacer algo más por usted? Si no, le deseo un buen día.",
            "pt-BR": "Posso ajudar em mais alguma coisa? Se não, desejo um ótimo dia.",
            "ru": "Могу ли я помочь чем-нибудь ещё? Если нет, желаю хорошего дня.",
        },
    }
)
