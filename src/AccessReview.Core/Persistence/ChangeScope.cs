using System.Security.Cryptography;
using AccessReview.Core.Audit;
using AccessReview.Core.Roles;

namespace AccessReview.Core.Persistence;

/// <summary>What a command has in hand while it runs inside <see cref="Change"/>: the database under the writers' lock, its place
/// in the chain, the time, and the actor with the roles they hold right now.</summary>
public sealed class ChangeScope
{
    private readonly List<Func<CancellationToken, Task>> afterEvent = [];
    private long nextId;

    internal ChangeScope(ReviewDb db, ChainHead head, Actor actor, Role roles, DateTime at, DateOnly today)
    {
        (Db, Seq, Actor, Roles, At, Today) = (db, head.Seq + 1, actor, roles, at, today);
        nextId = head.NextId;
    }

    /// <summary>The database, in this command's transaction. Entities added or changed here are saved with the event.</summary>
    public ReviewDb Db { get; }

    /// <summary>The sequence number the command's event will have.</summary>
    public long Seq { get; }

    /// <summary>The command's time: not earlier than the last event's.</summary>
    public DateTime At { get; }

    /// <summary>The organisation's calendar day of that time, by which somebody works here or has left.</summary>
    public DateOnly Today { get; }

    /// <summary>Who asks.</summary>
    public Actor Actor { get; }

    /// <summary>The roles they hold, read in this transaction.</summary>
    public Role Roles { get; }

    /// <summary>The one event of this command, once recorded.</summary>
    public EventBody? Event { get; private set; }

    internal long? CampaignId { get; private set; }

    internal long NextFreeId => nextId;

    internal IReadOnlyList<Func<CancellationToken, Task>> SetBased => afterEvent;

    /// <summary>Whether the actor holds the role; the product itself and the first administrator hold what they need.</summary>
    public bool Has(Role role) => (Roles & role) != Role.None;

    /// <summary>A key nobody else has.</summary>
    public long NewId() => nextId++;

    /// <summary>The first of <paramref name="count"/> consecutive keys nobody else has.</summary>
    public long NewIds(int count)
    {
        var first = nextId;
        nextId += count;
        return first;
    }

    /// <summary>Keeps a free text and gives its row; cite its id and hash.</summary>
    public PrivateText Keep(string text)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var kept = new PrivateText { Id = NewId(), Salt = salt, Text = text, Hash = Hashes.OfText(salt, text) };
        Db.Add(kept);
        return kept;
    }

    /// <summary>Sets the row's <see cref="Decision"/>-like hash and adds it.</summary>
    public TRow Add<TRow>(TRow row)
        where TRow : class, IAudited
    {
        row.EventSeq = Seq;
        Db.Add(row);
        return row;
    }

    /// <summary>Records what happened: exactly once per command that changes anything.</summary>
    public void Record(EventBody happened, long? campaignId = null)
    {
        if (Event is not null)
        {
            throw new InvalidOperationException($"A command records one event; {happened.Type} came after {Event.Type}.");
        }

        (Event, CampaignId) = (happened, campaignId);
    }

    /// <summary>Runs set-based statements after the event and the tracked rows are in and before the head moves. They must write
    /// <see cref="Seq"/> as EventSeq.</summary>
    public void AfterEvent(Func<CancellationToken, Task> statements) => afterEvent.Add(statements);
}
