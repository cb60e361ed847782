using AccessReview.Core.Absences;
using AccessReview.Core.Campaigns;
using AccessReview.Core.Persistence;
using AccessReview.Core.Roles;
using AccessReview.Core.Settings;
using AccessReview.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace AccessReview.Core.Audit;

/// <summary>Who held which role, whose sign-in was whose, who reviewed for whom, and which policy was in force, followed from event to event. What the rows say must
/// follow from the events alone, and whoever acted must have held what their event says they held: a role that somebody gave themselves
/// beside the product, for an hour, is found by what they did with it.</summary>
internal sealed class RightsReplay
{
    private readonly Dictionary<long, List<RoleHeld>> roles = [];
    private readonly Dictionary<long, SignInHeld> signIns = [];
    private readonly Dictionary<long, AbsenceHeld> absences = [];

    private readonly List<PolicyHeld> policies = [];
    private readonly FirstAdministratorReplay byTheFirst = new();

    // How many sign-ins each person has.
    private readonly Dictionary<long, int> bindings = [];

    /// <summary>Holds the event's author against what the events before it say, then takes in what it says itself.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no event's body.</exception>
    public void Follow(Verification run, AuditEvent line, EventSaid said)
    {
        if (Actor.PersonOf(line.Actor) is { } person)
        {
            if ((said.Roles & ~HeldBy(person)) is not Role.None and var more)
            {
                run.Found("event.roles", $"Event {line.Seq} says that person {person} held {more}, and no event before it gave it to them.");
            }

            // Refused is also who still had a page open when the sign-in was taken from them.
            if (said.Method is AuthenticationMethod.EntraId or AuthenticationMethod.OpenIdConnect && line.Type != nameof(CommandDenied)
                && bindings.GetValueOrDefault(person) == 0)
            {
                run.Found("event.sign-in", $"Event {line.Seq} is by person {person}, to whom no sign-in was bound then.");
            }
        }
        else if (said.Roles != Role.None && line.Actor == Actor.FirstAdministrator().Key
            && roles.Keys.Where(holder => (HeldBy(holder) & Role.Administrator) != Role.None).ToHashSet() is { Count: > 0 } holders)
        {
            byTheFirst.Add(line, holders, [.. run.Scope.Out]);
        }

        TakeIn(line);
    }

    /// <summary>Holds the rows against what the events say.</summary>
    public async Task CheckAsync(Verification run, CancellationToken cancel)
    {
        await byTheFirst.CheckAsync(run, cancel);
        var granted = run.Db.RoleGrants.Select(g => new RoleHeld(g.PersonId, g.Role, g.Source, g.GrantedBy, g.GrantedAt, g.EndedBy, g.EndedAt, g.EventSeq));
        await HeldRows.CheckAsync(run, "role", r => $"role {r.Role} of person {r.PersonId}", roles.Values.SelectMany(held => held), granted.AsAsyncEnumerable(), cancel);

        var bound = run.Db.SignInIdentities.AsNoTracking().AsAsyncEnumerable()
            .Select(i => new SignInHeld(i.Id, i.PersonId, SignInIdentity.Fingerprint(i.Issuer, i.Subject).ToString(), i.Active, i.BoundBy, i.BoundAt, i.EventSeq));
        await HeldRows.CheckAsync(run, "sign-in", s => $"sign-in {s.Id} of person {s.PersonId}", signIns.Values, bound, cancel);

        var stated = run.Db.Absences.Select(a => new AbsenceHeld(
            a.Id, a.PersonId, a.DelegateId, a.From, a.Until, a.StatedBy, a.StatedAt, a.ApprovedById, a.ApprovedAt, a.EndedBy, a.EndedAt, a.EventSeq));
        await HeldRows.CheckAsync(run, "absence", a => $"absence {a.Id} of person {a.PersonId}", absences.Values, stated.AsAsyncEnumerable(), cancel);

        // What the first release's launches say does not name the text of a policy that nobody had set.
        var unnamed = policies.Where(p => p.Json is null).Select(p => p.EventSeq).ToHashSet();
        var set = run.Db.PolicyVersions.AsNoTracking().AsAsyncEnumerable()
            .Select(p => new PolicyHeld(p.Number, unnamed.Contains(p.EventSeq) ? null : p.Fingerprint().ToString(), p.SetBy, p.SetAt, p.EventSeq));
        await HeldRows.CheckAsync(run, "policy", p => $"policy {p.Number}", policies, set, cancel);
    }

    private void TakeIn(AuditEvent line)
    {
        switch (line.Type)
        {
            case nameof(RoleGranted):
                var granted = EventJson.Read<RoleGranted>(line);
                Give(line, granted.PersonId, granted.Role, RoleSource.Product);
                break;
            case nameof(FirstAdministratorNamed):
                Give(line, EventJson.Read<FirstAdministratorNamed>(line).PersonId, Role.Administrator, RoleSource.Configuration);
                break;
            case nameof(RolesClaimed):
                var claimed = EventJson.Read<RolesClaimed>(line);
                Take(line, claimed.PersonId, r => r.Source == RoleSource.Claim && claimed.Ended.Contains(r.Role));
                foreach (var role in claimed.Added)
                {
                    Give(line, claimed.PersonId, role, RoleSource.Claim);
                }

                break;
            case nameof(RoleEnded):
                var ended = EventJson.Read<RoleEnded>(line);
                Take(line, ended.PersonId, r => r.Role == ended.Role);
                break;
            case nameof(SignInBound):
                var bound = EventJson.Read<SignInBound>(line);
                Unbind(line, bound.IdentityId);
                signIns[bound.IdentityId] = new SignInHeld(bound.IdentityId, bound.PersonId, bound.SignIn.ToString(), true, line.Actor, line.At, line.Seq);
                bindings[bound.PersonId] = bindings.GetValueOrDefault(bound.PersonId) + 1;
                break;
            case nameof(SignInUnbound):
                var unbound = EventJson.Read<SignInUnbound>(line);
                Take(line, unbound.PersonId, r => r.Source == RoleSource.Claim && unbound.RolesEnded.Contains(r.Role));
                Unbind(line, unbound.IdentityId);
                break;
            case nameof(AbsenceStated):
                var stated = EventJson.Read<AbsenceStated>(line);
                absences[stated.AbsenceId] = new AbsenceHeld(
                    stated.AbsenceId, stated.PersonId, stated.DelegateId, stated.From, stated.Until, line.Actor, line.At,
                    stated.ApprovedById, stated.ApprovedById is null ? null : line.At, null, null, line.Seq);
                break;
            case nameof(AbsenceApproved):
                Change(absences, EventJson.Read<AbsenceApproved>(line).AbsenceId, a => a with { ApprovedById = Actor.PersonOf(line.Actor), ApprovedAt = line.At, EventSeq = line.Seq });
                break;
            case nameof(AbsenceEnded):
                Change(absences, EventJson.Read<AbsenceEnded>(line).AbsenceId, a => a with { EndedBy = line.Actor, EndedAt = line.At, EventSeq = line.Seq });
                break;
            case nameof(PolicySet):
                var policy = EventJson.Read<PolicySet>(line);
                policies.Add(new PolicyHeld(policy.Number, policy.Json.ToString(), line.Actor, line.At, line.Seq));
                break;
            case nameof(LooserBrakeAgreed):
                var loose = EventJson.Read<LooserBrakeAgreed>(line);
                policies.Add(new PolicyHeld(loose.Number, loose.Json.ToString(), line.Actor, line.At, line.Seq));
                break;
            case nameof(CampaignLaunched) when policies.Count == 0:
                policies.Add(new PolicyHeld(1, line.Version == 1 ? null : EventJson.Read<CampaignLaunched>(line).Policy.ToString(), Actor.Product.Key, line.At, line.Seq));
                break;
        }
    }

    private void Give(AuditEvent line, long personId, Role role, RoleSource source)
    {
        if (!roles.TryGetValue(personId, out var held))
        {
            roles[personId] = held = [];
        }

        held.Add(new RoleHeld(personId, role, source, line.Actor, line.At, null, null, line.Seq));
    }

    private void Take(AuditEvent line, long personId, Predicate<RoleHeld> which)
    {
        if (roles.TryGetValue(personId, out var held))
        {
            for (var i = 0; i < held.Count; i++)
            {
                held[i] = held[i].EndedAt is null && which(held[i]) ? held[i] with { EndedBy = line.Actor, EndedAt = line.At, EventSeq = line.Seq } : held[i];
            }
        }
    }

    private void Unbind(AuditEvent line, long identityId)
    {
        if (signIns.TryGetValue(identityId, out var before) && before.Active)
        {
            signIns[identityId] = before with { Active = false, EventSeq = line.Seq };
            bindings[before.PersonId]--;
        }
    }

    /// <summary>The roles that a person holds by the events read so far.</summary>
    internal Role HeldBy(long personId) =>
        roles.TryGetValue(personId, out var held) ? held.Where(r => r.EndedAt is null).Aggregate(Role.None, (all, one) => all | one.Role) : Role.None;

    private static void Change<T>(Dictionary<long, T> all, long id, Func<T, T> how)
    {
        if (all.TryGetValue(id, out var before))
        {
            all[id] = how(before);
        }
    }

    private sealed record RoleHeld(long PersonId, Role Role, RoleSource Source, string GrantedBy, DateTime GrantedAt, string? EndedBy, DateTime? EndedAt, long EventSeq) : IHeld;

    private sealed record SignInHeld(long Id, long PersonId, string SignIn, bool Active, string BoundBy, DateTime BoundAt, long EventSeq) : IHeld;

    private sealed record PolicyHeld(int Number, string? Json, string SetBy, DateTime SetAt, long EventSeq) : IHeld;

    private sealed record AbsenceHeld(
        long Id, long PersonId, long DelegateId, DateOnly From, DateOnly Until, string StatedBy, DateTime StatedAt,
        long? ApprovedById, DateTime? ApprovedAt, string? EndedBy, DateTime? EndedAt, long EventSeq) : IHeld;
}
