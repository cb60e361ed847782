namespace AccessReview.Connectors.Files;

/// <summary>Status words whose meaning is beyond doubt. A word that is not here is for a person to decide.</summary>
internal static class StatusWords
{
    private const string ActiveWords =
        "active|activated|enabled|current|employed|working|aktiv|aktiviert|beschäftigt|angestellt|actif|active|activé|activée|en poste|en activité|présent|" +
        "activo|activa|habilitado|habilitada|en activo|actief|in dienst|werkzaam|ingeschakeld|attivo|attiva|abilitato|abilitata|in servizio|in forza|ativo|ativa";

    private const string InvitedWords =
        "invited|invite sent|invitation sent|invite pending|invitation pending|pending invite|pending invitation|eingeladen|einladung gesendet|einladung ausstehend|" +
        "invité|invitée|invitation envoyée|invitation en attente|invitado|invitada|invitación enviada|invitación pendiente|uitgenodigd|uitnodiging verzonden|" +
        "invitato|invitata|invito inviato|invito in sospeso|convidado|convidada";

    private const string DisabledWords =
        "disabled|deactivated|inactive|suspended|blocked|deprovisioned|deaktiviert|inaktiv|gesperrt|desactivado|desactivada|inactivo|inactiva|deshabilitado|" +
        "deshabilitada|bloqueado|bloqueada|suspendido|suspendida|désactivé|désactivée|inactif|inactive|suspendu|suspendue|bloqué|bloquée|inactief|uitgeschakeld|gedeactiveerd|" +
        "geblokkeerd|disattivato|disattivata|disabilitato|disabilitata|inattivo|inattiva|sospeso|sospesa|bloccato|bloccata|inativo|desativado";

    private const string LeftWords =
        "left|leaver|terminated|termed|former|ex-employee|resigned|dismissed|retired|departed|offboarded|ausgeschieden|ausgetreten|gekündigt|ehemalig|entlassen|im ruhestand|" +
        "parti|partie|sorti|sortie|démissionné|démissionnaire|licencié|licenciée|retraité|retraitée|ancien|ancienne|cesado|cesada|despedido|despedida|jubilado|jubilada|" +
        "dimitido|exempleado|uit dienst|vertrokken|ontslagen|gepensioneerd|cessato|cessata|dimesso|dimessa|licenziato|licenziata|dimissionario|pensionato|pensionata|desligado|demitido";

    private const string OnLeaveWords =
        "on leave|leave|leave of absence|loa|maternity leave|paternity leave|parental leave|medical leave|sick leave|sabbatical|furlough|furloughed|elternzeit|in elternzeit|" +
        "mutterschutz|krank|beurlaubt|freigestellt|sabbatjahr|en congé|congé|congé maternité|congé parental|congé sabbatique|arrêt maladie|de baja médica|de permiso|permiso|" +
        "excedencia|en excedencia|baja por maternidad|baja maternal|met verlof|verlof|zwangerschapsverlof|ouderschapsverlof|ziek|in congedo|congedo|aspettativa|in aspettativa|" +
        "congedo parentale|maternità|in maternità|malattia|afastado|licença";

    private static readonly Dictionary<string, StatusMeaning> Accounts =
        Of((ActiveWords, StatusMeaning.Active), (InvitedWords, StatusMeaning.Invited), (DisabledWords, StatusMeaning.Disabled));

    private static readonly Dictionary<string, StatusMeaning> People =
        Of((ActiveWords, StatusMeaning.Active), (LeftWords, StatusMeaning.Left), (OnLeaveWords, StatusMeaning.OnLeave));

    /// <summary>The meaning of a word in this kind of file, or null: undecided.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="word">The word.</param>
    /// <param name="isSwitch">Whether its column says by true or false whether somebody is active.</param>
    public static StatusMeaning? Find(FileKind kind, string word, bool isSwitch) =>
        (kind == FileKind.People ? People : Accounts).TryGetValue(ColumnMapping.WordKey(word), out var meaning) ? meaning
            : isSwitch && bool.TryParse(word, out var on) ? on ? StatusMeaning.Active : kind == FileKind.People ? StatusMeaning.Left : StatusMeaning.Disabled
            : null;

    private static Dictionary<string, StatusMeaning> Of(params (string Words, StatusMeaning Meaning)[] lists)
    {
        var words = new Dictionary<string, StatusMeaning>(StringComparer.Ordinal);
        foreach (var (list, meaning) in lists)
        {
            foreach (var word in list.Split('|'))
            {
                words[ColumnMapping.WordKey(word)] = meaning;
            }
        }
        return words;
    }
}
