"""Spanish: what the matcher knows of the language beside the author's lines (see `languages`)."""

STOP_WORDS = """
el la los las un una unos unas yo tu usted nosotros ustedes me te se nos le les lo mi mis su sus nuestro nuestra es
son era fue ser estar esta estan estoy he ha han haber hay tengo tiene tener puedo puede pueden podria quiero
quisiera necesito debo a de del al en con por para sin sobre y o pero si no que cual cuales quien cuando donde como
esto este esta ese esa eso por favor hola gracias muy mas tambien algo todo ya aqui alli hacer hago
"""

SYNONYMS = """
cancelar cancelación anular anulación baja rescindir desuscribir
devolver devolución devuelvo devuelto retornar
reembolso reembolsar reembolsen reintegro reintegrar
canjear reemplazo reemplazar sustituir sustitución intercambiar
comprar compra pedido pedir pido pidió encargar encargo adquirir
carrito cesta
enviar envío envié mandar despachar despacho remitir
entregar entrega reparto repartir
repartidor mensajero mensajería transportista cartero
paquete paquetería bulto caja encomienda
llegar llegada llegó llega llegado venir viene vino
recibir recibí recibido recepción
tarde retraso demora retrasado atrasado tardar demorado atraso
esperar espero espera aguardar
cambiar modificar modificación editar actualizar actualización corregir alterar
borrar eliminar eliminación suprimir quitar
añadir agregar incluir adjuntar sumar
roto romper rompió rota averiado dañado defectuoso estropeado descompuesto malogrado
reparar reparación arreglar arreglo solucionar
perdido perder perdí extraviado extravío desaparecido falta extraviar pierdo
robado robo robaron hurto robar
lento lentitud lag despacio
cuelga congela colgado congelado cuelgue colgar
error fallo problema falla inconveniente incidencia bug
funcionar funciona sirve andar anda servir marcha
pagar pago abonar abono
cobrar cobro cargo cargar debitar débito descontar cobraron
precio costo coste tarifa cuesta costar comisión
factura comprobante ticket facturación
deuda moroso impago adeudar pendiente
dinero plata efectivo pasta lana guita
transferencia transferir bizum giro spei
retirar retiro cajero sacar extracción
depositar depósito ingresar ingreso recarga recargar consignar
tarjeta mastercard plástico
saldo balance
préstamo crédito hipoteca financiación prestar financiamiento
cuotas plazos mensualidades mensualidad cuota
interés intereses tasa
moneda divisa dólar euro peso
impuesto iva fiscal tributo
aduana aduanero arancel
caro costoso carísimo cara
barato económico baratísimo
descuento cupón oferta promoción promo rebaja
regalo regalar obsequio
puntos fidelidad recompensa bonificación millas
suscripción suscribir plan contrato membresía
prueba probar demo
gratis gratuito gratuita
mejorar upgrade premium
degradar downgrade
renovar renovación prolongar prórroga
vencer vencimiento vencido caducar caducidad expirar caducado expiró
pausar pausa suspender suspensión
activar activación habilitar
desactivar desactivación inhabilitar deshabilitar
cuenta perfil
entrar acceder acceso login loguear sesión ingresar
salir logout desloguear
registrar registro registrarme inscribir inscripción alta
contraseña clave pin password
restablecer recuperar recuperación resetear restaurar
olvidar olvidé olvido olvidado recordar recuerdo
usuario username nick
código otp token
verificar verificación confirmar confirmación validar autenticar
bloquear bloqueado bloqueo bloqueada
desbloquear desbloqueo
fraude estafa phishing estafador estafaron timo sospechoso
protección proteger
privacidad rgpd confidencial
hackear hackeado hackearon hacker jaquear
persona humano agente asesor operador representante alguien ejecutivo
jefe supervisor gerente
contactar contacto comunicar
llamar llamada marcar
celular móvil teléfono smartphone iphone android
correo email mail bandeja
mensaje sms texto whatsapp
queja quejar reclamo reclamar reclamación insatisfecho enojado molesto enfadado decepcionado descontento
grosero maleducado descortés
pregunta preguntar consulta consultar duda
respuesta responder contestar respondieron respondo
ayuda ayudar soporte asistencia asistir
buscar encontrar encuentro búsqueda busco
mostrar muestra aparecer aparece visualizar
rastrear seguimiento rastreo tracking trazar
estado estatus progreso
número referencia
dirección domicilio calle mudanza mudarse
ubicación ubicado localización
extranjero internacional exterior
tienda sucursal local oficina agencia
abrir abierto abre abren apertura
cerrar cerrado cierra cierre cierran
horario horas hora horarios
cita turno visita
sábado domingo finde
festivo feriado navidad
urgente urgencia inmediato rápido enseguida exprés emergencia
disponible disponibilidad stock existencias
talla tamaño medidas talle
pequeño chico estrecho
grande ancho
color tono
producto artículo mercancía mercadería
calidad material tela
garantía garantizar
incorrecto equivocado equivocación erróneo equivocar
doble duplicado duplicar
aumentar aumento subir incrementar incremento subió
reducir reducción disminuir
límite tope máximo
aplicación app programa software
web sitio página
navegador chrome firefox safari
computadora ordenador pc portátil laptop compu
descargar download
subir upload subida
instalar install setup
reiniciar reinicio rebootear
ajustes configuración preferencias opciones
internet wifi conexión router módem fibra
corte caída caído interrupción apagón
señal cobertura red
sim esim chip
roaming itinerancia
gigas megas gb
documento archivo pdf papeles fichero
foto imagen captura fotografía
exportar exportación respaldo
compañero colega
permiso rol administrador admin
notificación aviso alerta recordatorio
publicidad spam boletín
idioma español lengua traducir traducción
nombre apellido apellidos
cumpleaños nacimiento
términos condiciones política reglas
billete boleto pasaje tiquete
vuelo volar avión aerolínea
hotel alojamiento hostal hospedaje
equipaje maleta valija mochila
pasaporte dni visado cédula
tren ferrocarril renfe
coche auto vehículo carro taxi
reservar booking
reprogramar aplazar posponer
viaje viajar vacaciones viajo
asiento butaca
pasajero viajero acompañante
seguro póliza aseguradora asegurar
conectar vincular enlazar integrar sincronizar integración
desconectar desvincular
guardar salvar
empezar comenzar comienzo empiezo inicio
usar utilizar uso
aceptar aprobar aprobado aceptado apruebo
rechazar rechazado denegar denegado rechazo
recoger recogida recojo
cliente clienta consumidor
empresa compañía negocio
estudiante alumno universidad
opinión reseña valoración calificación
empleo trabajo vacante
técnico ingeniero
vecino portería puerta
pantalla monitor
batería cargador pila
audio volumen altavoz
vídeo video película streaming
licencia serie serial
desarrollador api webhook
"""

SMALL_TALK = """
cómo estás hoy
cómo te llamas
quién te creó
cuéntame un chiste
qué tiempo hace
me quieres
eres real
cuántos años tienes
cuál es el sentido de la vida
buenos días qué tal todo
eres tonto
esto es una basura
cállate
jaja qué gracioso
estoy aburrido
qué hora es
quién ganó el partido ayer
canta una canción
pon música
pon una alarma
qué cocino hoy
cuéntame algo interesante
recomiéndame una película
cuánto mide la torre eiffel
cuál es la capital de francia
traduce esto al inglés
probando uno dos tres
tienes novia
dónde vives
encantado de conocerte
feliz cumpleaños
te odio
"""

ABUSE = """
vete a la mierda
vayanse a la mierda
que te jodan
que te den
jodete
chinga tu madre
hijo de puta
hijos de puta
hija de puta
hijueputa
gilipollas
cabron
cabrones
pendejo
pendejos
pendeja
imbecil
imbeciles
eres idiota
eres un idiota
eres una idiota
son unos idiotas
sois idiotas
sois unos idiotas
idiotas
eres tonto
eres un inutil
eres inutil
sois unos inutiles
son unos inutiles
estupido bot
bot estupido
eres estupido
eres un estupido
callate
malparido
maricon
puta madre que te pario
me cago en tu madre
muerete
te voy a matar
te odio
sois basura
"""

REFUSALS = (
    r"(?:no|nunca)(?: \w+){0,2} (?:quier\w*|queremos|dese\w*|pid\w*|pretend\w*|busc\w*|gustaría|ca"
    r"ncel\w*|elimin\w*|borr\w*|cierr\w*|anul\w*|termin\w*|d[eé]n? de baja|cambi\w*)"
)
