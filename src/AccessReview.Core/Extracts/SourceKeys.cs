namespace AccessReview.Core.Extracts;

/// <summary>What makes two readings' lines the same account, person or group: the source's own id, else the address or name.</summary>
internal static class SourceKeys
{
    public static string Of(Connectors.Account account) => account.Id ?? TextKey.Of(account.Email);

    public static string Of(Connectors.Person person) => person.EmployeeId ?? TextKey.Of(person.WorkEmail);

    public static string OfGroup(string name) => TextKey.Of(name);
}
