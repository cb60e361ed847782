using System.Reflection;
using Microsoft.Data.SqlClient;

namespace AccessReview.Core.Tests.SqlServer;

/// <summary>What SQL Server's driver throws, made as it makes it: it has no public way.</summary>
internal static class ServerErrors
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    private const byte ConnectionGone = 20;

    /// <summary>A connection lost under a statement as the driver tells it on Linux: there the system's error has no number for it.</summary>
    public static SqlException Lost(Exception cause) => Of(0, ConnectionGone, cause);

    /// <summary>An error of this number and level.</summary>
    public static SqlException Of(int number, byte level, Exception? cause = null)
    {
        var longest = typeof(SqlError).GetConstructors(Hidden).MaxBy(c => c.GetParameters().Length)!;
        var error = longest.Invoke([.. longest.GetParameters().Select(p => p.Name switch
        {
            "infoNumber" => number,
            "errorClass" => level,
            "exception" => cause,
            "errorMessage" => "A transport-level error has occurred.",
            _ => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null,
        })]);
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        var made = typeof(SqlException).GetConstructor(Hidden, [typeof(string), typeof(SqlErrorCollection), typeof(Exception), typeof(Guid)])!;
        return (SqlException)made.Invoke(["A transport-level error has occurred.", errors, cause, Guid.Empty]);
    }
}
