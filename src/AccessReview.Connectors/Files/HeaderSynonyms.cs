namespace AccessReview.Connectors.Files;

/// <summary>How columns are called in exports, by language: English, German, French, Spanish, Dutch, Italian. Best first.</summary>
internal static class HeaderSynonyms
{
    private const string EmailWords =
        "email|email address|e-mail|user email|mail|login|username|user name|user|e-mail-adresse|mailadresse|benutzername|benutzer|adresse e-mail|adresse mail|courriel|utilisateur|" +
        "correo electrónico|correo|usuario|e-mailadres|gebruikersnaam|gebruiker|indirizzo email|indirizzo e-mail|posta elettronica|utente";

    private const string WorkEmailWords =
        "work email|work e-mail|company email|business email|primary email|office email|dienstliche e-mail|geschäftliche e-mail|firmen-e-mail|email professionnel|e-mail professionnel|" +
        "correo corporativo|correo de trabajo|werk e-mail|zakelijk e-mailadres|email aziendale|" + EmailWords;

    private const string NameWords =
        "name|full name|display name|user name|employee name|employee|vollständiger name|anzeigename|mitarbeiter|mitarbeitername|nom complet|nom et prénom|nom affiché|nombre completo|" +
        "nombre y apellidos|volledige naam|weergavenaam|naam|medewerker|nome completo|nome e cognome|nominativo|nombre";

    private const string GroupWords =
        "team|group|team name|group name|project|permission group|gruppe|gruppenname|mannschaft|projekt|équipe|groupe|nom du groupe|nom de l'équipe|projet|equipo|grupo|nombre del grupo|" +
        "proyecto|groep|groepsnaam|gruppo|nome gruppo|squadra|progetto";

    private static readonly Dictionary<FileField, string[]> Words = new()
    {
        [FileField.Id] = Split("user id|account id|id|userid|uid|user identifier|login id|member id|benutzer-id|benutzerkennung|nutzer-id|konto-id|kennung|identifiant|id utilisateur|identifiant utilisateur|id de usuario|id usuario|identificador|gebruikers-id|gebruiker id|id utente|identificativo"),
        [FileField.Email] = Split(EmailWords),
        [FileField.Name] = Split(NameWords),
        [FileField.Role] = Split("role|user role|permission|permissions|permission level|access level|access|profile|rolle|benutzerrolle|berechtigung|berechtigungen|zugriff|rôle|profil|droits|autorisation|rol|función|permiso|permisos|perfil|machtiging|toegangsniveau|ruolo|permesso|permessi|profilo"),
        [FileField.Groups] = Split("teams|groups|team|group|projects|memberships|gruppen|projekte|équipes|groupes|projets|equipos|grupos|proyectos|groepen|gruppi|progetti"),
        [FileField.Status] = Split("status|account status|user status|account enabled|state|active|enabled|zustand|kontostatus|aktiv|statut|état|estado|activo|accountstatus|actief|stato|attivo"),
        [FileField.LastUsed] = Split("last active|last activity|last login|last log in|last seen|last sign in|last sign-in|last used|last access|last active date|last login date|zuletzt aktiv|letzte aktivität|letzte anmeldung|letzter login|letzter zugriff|dernière connexion|dernière activité|dernier accès|dernière utilisation|último acceso|última actividad|último inicio de sesión|última conexión|laatst actief|laatste login|laatste aanmelding|laatste activiteit|ultimo accesso|ultima attività|ultimo login"),
        [FileField.Created] = Split("created|created at|created on|creation date|date created|date added|added|joined|invited on|erstellt|erstellt am|angelegt|angelegt am|erstellungsdatum|créé|créé le|date de création|ajouté le|creado|creado el|fecha de creación|aangemaakt|aangemaakt op|aanmaakdatum|creato|creato il|data creazione|data di creazione"),
        [FileField.Group] = Split(GroupWords),
        [FileField.Account] = Split("user email|member email|member|account|account id|user id|mitglied|konto|membre|compte|miembro|cuenta|lid|membro|" + EmailWords + "|id"),
        [FileField.Owner] = Split("owner email|owner|team owner|group owner|manager email|lead|team lead|responsible|inhaber|besitzer|verantwortlich|verantwortlicher|gruppenleiter|eigentümer|propriétaire|responsable|e-mail du propriétaire|propietario|dueño|eigenaar|verantwoordelijke|proprietario|responsabile"),
        [FileField.EmployeeId] = Split("employee id|employee number|employee no|personnel number|staff id|staff number|worker id|person id|payroll id|personalnummer|mitarbeiternummer|mitarbeiter-id|personal-nr|pers-nr|personalnr|matricule|numéro d'employé|id employé|número de empleado|id de empleado|id empleado|nº empleado|personeelsnummer|medewerkernummer|matricola|numero dipendente|id dipendente|id"),
        [FileField.WorkEmail] = Split(WorkEmailWords),
        [FileField.OtherAddresses] = Split("other addresses|other emails|aliases|alias|email aliases|secondary email|proxy addresses|weitere adressen|weitere e-mails|autres adresses|alias e-mail|otras direcciones|otros correos|andere adressen|overige adressen|altri indirizzi"),
        [FileField.FormerAddresses] = Split("former addresses|former emails|former email|former e-mail|previous addresses|previous emails|previous email|previous e-mail|old email|frühere adressen|frühere e-mails|frühere e-mail|anciennes adresses|ancienne adresse e-mail|direcciones anteriores|correo anterior|vorige adressen|indirizzi precedenti"),
        [FileField.FirstName] = Split("first name|given name|forename|vorname|prénom|voornaam|primer nombre|nombre de pila|nome|nombre"),
        [FileField.LastName] = Split("last name|surname|family name|nachname|familienname|nom de famille|nom|apellido|apellidos|achternaam|cognome"),
        [FileField.EmploymentStatus] = Split("employment status|employee status|worker status|status|account status|user status|account enabled|state|active|enabled|beschäftigungsstatus|mitarbeiterstatus|statut|statut d'emploi|situation|estado|situación|estado laboral|dienstverband status|stato|stato dipendente"),
        [FileField.EmploymentType] = Split("employment type|employee type|worker type|contract type|type|beschäftigungsart|vertragsart|mitarbeitertyp|type de contrat|type d'emploi|tipo de contrato|tipo de empleado|contracttype|dienstverband|tipo contratto|tipo di contratto"),
        [FileField.Start] = Split("start date|hire date|start|date of hire|joining date|join date|date of joining|first day|eintrittsdatum|eintritt|beginn|date d'entrée|date d'embauche|date de début|entrée|fecha de alta|fecha de inicio|fecha de ingreso|fecha de contratación|datum in dienst|indiensttreding|startdatum|begindatum|data di assunzione|data assunzione|data inizio"),
        [FileField.End] = Split("end date|termination date|last day|leave date|leaving date|exit date|contract end|contract end date|end|austrittsdatum|austritt|enddatum|vertragsende|date de sortie|date de départ|date de fin|sortie|fecha de baja|fecha de fin|fecha de salida|fecha fin|datum uit dienst|uitdiensttreding|einddatum|data di cessazione|data cessazione|data fine"),
        [FileField.Manager] = Split("manager email|manager|manager id|manager e-mail|supervisor|supervisor email|reports to|line manager|vorgesetzter|vorgesetzte|führungskraft|vorgesetzter e-mail|responsable|manager hiérarchique|supérieur|supérieur hiérarchique|superior|jefe|supervisor correo|leidinggevende|responsabile|superiore"),
        [FileField.Department] = Split("department|dept|org unit|organisation unit|cost center|division|abteilung|bereich|organisationseinheit|département|service|departamento|área|afdeling|reparto|dipartimento|ufficio"),
        [FileField.Title] = Split("job title|title|position|job|function|stellenbezeichnung|position|funktion|berufsbezeichnung|intitulé du poste|poste|fonction|cargo|puesto|título|functie|functietitel|mansione|qualifica|posizione"),
    };

    private static readonly string[] Switches = Split("account enabled|enabled|active|aktiv|actif|activo|actief|attivo");

    /// <summary>The names of a field, in <see cref="Normal"/> form, best first.</summary>
    public static IReadOnlyList<string> Of(FileField field) => Words[field];

    /// <summary>Whether a column says by true or false whether somebody is active.</summary>
    public static bool IsSwitch(string header) => Switches.Contains(Normal(header), StringComparer.Ordinal);

    /// <summary>Letters and digits alone, lower case, without diacritics and without what stands in brackets behind the name.</summary>
    public static string Normal(string header) =>
        new([.. Bare(CellText.Plain(header)).Replace("ß", "ss", StringComparison.Ordinal).Where(char.IsLetterOrDigit)]);

    // Google writes there whether it takes the column back: Status [READ ONLY], Email Address [Required].
    private static string Bare(string header) => header.TrimEnd().EndsWith(']') && header.LastIndexOf('[') is > 0 and var at ? header[..at] : header;

    private static string[] Split(string words) => [.. words.Split('|').Select(Normal).Distinct(StringComparer.Ordinal)];
}
