"""Portuguese: what the matcher knows of the language beside the author's lines (see `languages`)."""

STOP_WORDS = """
o a os as um uma uns umas eu voce voces nos me te se lhe meu minha meus minhas seu sua seus suas nosso nossa e sao
era foi ser estar esta estao estou tenho tem ter ha posso pode podem poderia quero queria preciso devo de do da dos
das em no na nos nas com por para pra pro sem sobre ou mas se nao sim que qual quais quem quando onde como isso isto
este esta esse essa aquele favor ola oi obrigado obrigada muito mais tambem algo tudo ja aqui ai fazer faco
"""

SYNONYMS = """
cancelar cancelamento anular rescindir encerrar encerramento desistir terminar descadastrar rescisão
devolver devolução devolvi retornar
reembolso reembolsar estorno estornar ressarcimento ressarcir
trocar troca substituir substituição repor
comprar compra pedido pedir peço adquirir
carrinho cesto sacola
enviar envio mandar despachar despacho remeter postar
entregar entrega motoboy transportadora carteiro estafeta
pacote encomenda caixa embrulho
chegar chegada chegou chega cheguei vir veio vem
atraso atrasado demora atrasar demorando atrasou demorar
esperar espera aguardar aguardo
mudar alterar alteração modificar editar atualizar atualização corrigir mudança
apagar excluir exclusão eliminar deletar remover remoção
adicionar incluir acrescentar anexar
quebrado quebrou quebrar danificado defeito defeituoso estragado avariado partido
consertar conserto reparar reparo arrumar reparação
perdido perder perdi extraviado extravio sumiu desaparecido faltando desapareceu perco
roubado roubo roubaram furto furtado assalto
lento lentidão devagar lag lerdo
travar travou travado congelou congelar
erro falha problema bug avaria pane
funcionar funciona funcionando pega rodar funcionamento
pagar pagamento pago quitar quitação
cobrar cobrança debitar débito descontar cobraram
preço custo valor tarifa custa taxa
fatura boleto cobrança nota recibo comprovante
dívida inadimplente devedor
dinheiro grana numerário bufunfa
transferência transferir pix ted mbway
sacar saque levantar levantamento multibanco
depositar depósito recarga recarregar
cartão visa mastercard
saldo extrato
empréstimo crédito financiamento hipoteca consignado
parcela parcelar prestação parcelamento prestações
moeda câmbio dólar euro
imposto iva icms tributo
alfândega alfandegário aduana
caro caríssimo cara
barato econômico acessível
desconto cupom cupão promoção promo oferta voucher
presente presentear vale
pontos fidelidade recompensa bônus milhas
assinatura assinar plano contrato mensalidade subscrição tarifário
teste testar experimentar degustação
grátis gratuito gratuita
upgrade melhorar premium
downgrade rebaixar
renovar renovação prorrogar prorrogação
vencer vencimento expirar expirou validade venceu
pausar pausa suspender suspensão
ativar ativação habilitar
desativar desativação desabilitar
conta perfil
entrar acessar acesso logar aceder login
sair logout deslogar
registrar registro cadastrar registo inscrever inscrição cadastro
senha pin password
redefinir recuperar recuperação resetar restaurar
esquecer esqueci esqueço esquecido lembrar
usuário username
código token otp
verificar verificação confirmar confirmação validar autenticar
bloquear bloqueado bloqueio
desbloquear desbloqueio
fraude golpe golpista phishing burla suspeito estelionato
segurança proteção proteger
privacidade lgpd confidencial
hackear hackeado hackearam hacker invadiram
pessoa humano atendente agente operador alguém representante funcionário assistente
chefe supervisor gerente
contato contactar contatar contacto
ligar ligação chamada telefonema
celular telemóvel telefone smartphone iphone android
email mail correio
mensagem sms whatsapp zap
reclamação reclamar queixa insatisfeito bravo irritado chateado decepcionado
grosseiro rude malcriado
pergunta perguntar dúvida
resposta responder responderam respondido
ajuda ajudar suporte assistência apoio
buscar procurar encontrar achar busca
mostrar aparecer aparece exibir visualizar
rastrear rastreio rastreamento tracking
estado status andamento
número protocolo referência
endereço morada cep rua
exterior estrangeiro internacional
loja filial agência balcão
abrir aberto abre abertura
fechar fechado fecha fechamento
horário horas hora horários
agendar marcar
sábado domingo fds
feriado natal páscoa
urgente urgência imediato rápido expresso emergência
disponível disponibilidade estoque stock
esgotado indisponível
tamanho medida numeração
pequeno apertado curto
grande largo folgado
cor tom
produto artigo mercadoria item
qualidade material tecido
errado incorreto equivocado enganado errada
duplicado dobro duplicar
aumentar aumento subir aumentou
reduzir redução diminuir
limite máximo teto
aplicativo app aplicação programa software
site página web
navegador chrome firefox safari
computador notebook pc laptop portátil
baixar download descarregar
instalar instalação configurar
desinstalar desinstalação
reiniciar reinício
configurações definições preferências opções ajustes
internet wifi conexão roteador router modem fibra
queda caiu interrupção apagão
sinal cobertura rede
chip esim
gigas megas gb franquia
documento arquivo pdf papéis ficheiro
foto imagem print captura fotografia
exportar exportação backup
convidar convite convidado
compartilhar partilhar compartilhado
equipe equipa colega
permissão função administrador admin
notificação aviso alerta lembrete
propaganda spam boletim publicidade
idioma português língua traduzir tradução
nome sobrenome apelido
aniversário nascimento
termos condições política regras
bilhete passagem ingresso
voo voar avião aérea
hotel hospedagem alojamento pousada
bagagem mala mochila
passaporte identidade visto rg
trem comboio metrô
carro veículo auto
reservar booking
remarcar adiar reagendar
viagem viajar férias
assento poltrona lugar
passageiro viajante acompanhante
seguro apólice seguradora
conectar vincular integrar sincronizar integração
desconectar desvincular
salvar guardar gravar
começar iniciar início
usar utilizar uso
aceitar aprovar aprovado
recusar rejeitar recusado negado
retirar coletar coleta
cliente consumidor
empresa companhia negócio cnpj
estudante aluno universidade
avaliação avaliar opinião comentário
emprego trabalho vaga
técnico engenheiro
vizinho portaria porteiro
tela ecrã monitor
bateria pilha
som áudio volume
vídeo filme streaming
licença serial chave
desenvolvedor api webhook
"""

SMALL_TALK = """
como você está hoje
qual é o seu nome
quem te criou
me conta uma piada
como está o tempo
você me ama
você é real
quantos anos você tem
qual é o sentido da vida
bom dia tudo bem com você
você é burro
isso é um lixo
cala a boca
kkkk que engraçado
estou entediado
que horas são
quem ganhou o jogo ontem
canta uma música
toca uma música
coloca um alarme
o que eu cozinho hoje
me conta algo interessante
me recomenda um filme
qual a altura da torre eiffel
qual é a capital da frança
traduz isso para o inglês
testando um dois três
você tem namorada
onde você mora
prazer em te conhecer
feliz aniversário
eu te odeio
"""

ABUSE = """
vai se foder
vai te foder
vao se foder
foda se voce
vai tomar no cu
vai tomar no seu cu
vtnc
vsf
vai a merda
va a merda
vai pro inferno
filho da puta
filhos da puta
fdp
arrombado
arrombados
babaca
babacas
otario
otarios
imbecil
imbecis
idiota
idiotas
voce e um idiota
voces sao uns idiotas
seu idiota
seus idiotas
seu burro
voce e burro
voce e inutil
seu inutil
seus inuteis
bot burro
robo burro
bot idiota
seu merda
seu lixo
cala a boca
cale a boca
desgracado
corno
vou te matar
morra
eu te odeio
"""

REFUSALS = (
    r"(?:não|nao|nunca)(?: \w+){0,2} (?:quer\w*|desej\w*|pe[dç]\w*|pretend\w*|gostari\w*|cancel\w*"
    r"|exclu\w*|apag\w*|encerr\w*|termin\w*|remov\w*|mud\w*)"
)
