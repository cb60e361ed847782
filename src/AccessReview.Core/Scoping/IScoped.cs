namespace AccessReview.Core.Scoping;

/// <summary>An application or a directory. Nothing of what was registered is deleted: what was registered by mistake, or given up, is taken out
/// of scope, and stays with its past.</summary>
public interface IScoped
{
    /// <summary>The key.</summary>
    long Id { get; }

    /// <summary>The name people know it by.</summary>
    string Name { get; }

    /// <summary>The event that took it out of scope; null: it is in scope.</summary>
    long? OutOfScopeSeq { get; set; }
}
