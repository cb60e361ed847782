namespace AccessReview.Core.Persistence;

/// <summary>What to do about a database that lacks what this version needs, by who may bring it.</summary>
public static class Remedy
{
    /// <summary>For what is missing.</summary>
    /// <param name="db">The database.</param>
    /// <param name="migrate">Who brings it to this version's shape.</param>
    public static string Of(ReviewDb db, DatabaseMigration migrate) => (migrate, db.IsOnSqlServer) switch
    {
        (DatabaseMigration.AtStart, _) => "Start the product to bring it up.",
        (_, false) => "Stop the product and run migrate.",
        _ => "Let the database administrator run the script that migrate --script FILE writes.",
    };

    /// <summary>For triggers of the guard that are missing: on SQL Server, all of them at once are rather not seen than not there.</summary>
    /// <param name="db">The database.</param>
    /// <param name="migrate">Who brings it to this version's shape.</param>
    /// <param name="missing">What is missing.</param>
    public static string OfGuard(ReviewDb db, DatabaseMigration migrate, IReadOnlyCollection<string> missing) =>
        (db.IsOnSqlServer && Guard.Triggers(db).All(t => missing.Contains(t.Name))
            ? "No trigger of the guard can be seen. If they are there, the product's account may not see them: let the database administrator run GRANT VIEW DEFINITION TO [its user]. Otherwise: "
            : "") + Of(db, migrate);
}
