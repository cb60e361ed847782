using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace AccessReview.Web.Setup;

/// <summary>Tells what an operator can put right before the product starts from a bug, and says it in a sentence.</summary>
internal static class StartTrouble
{
    private const int WrongStatement = 1;
    private const int BrokenRule = 19;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Malformed = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    /// <summary>Why the product does not start, behind an exception; null: it is a bug and goes on as one.</summary>
    public static string? Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case StartRefusedException:
                    return e.Message;
                case SqliteException { SqliteErrorCode: not (WrongStatement or BrokenRule) } sqlite:
                    return $"The database cannot be used: {Ended(e)} {Remedy(sqlite.SqliteErrorCode)}";
                case SqlException:
                    return $"The database cannot be used: {Ended(e)} Look at Database:ConnectionString, and whether that server runs and lets the product in.";
                case AddressInUseException or SocketException:
                    return $"The product cannot listen: {Ended(exception)} Name another address in Urls, or stop the program that has this one.";
            }
        }

        return exception is IOException or UnauthorizedAccessException ? Ended(exception) : null;
    }

    // A restore costs what came after the backup, so only a damaged file leads to it.
    private static string Remedy(int sqlite) => sqlite switch
    {
        Malformed or NotADatabase => "Look at its disk, and at Data:Folder and Database:ConnectionString; in the place of a damaged one, restore puts a backup.",
        Busy or Locked => "Another program holds it: close that one, and try again.",
        Full => "Make room on the disk of Data:Folder and of the file that Database:ConnectionString names. What was saved before is safe.",
        _ => "Look at its disk, at Data:Folder and Database:ConnectionString, and whether the account that runs this may read and write there.",
    };

    // Not every message of a system ends as a sentence does.
    private static string Ended(Exception e) => e.Message.TrimEnd('.') + ".";
}
