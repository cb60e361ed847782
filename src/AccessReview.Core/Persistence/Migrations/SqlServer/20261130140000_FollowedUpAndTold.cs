using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class FollowedUpAndTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "FollowUpsDone",
                columns: table => new
                {
                    ExceptionId = table.Column<long>(type: "bigint", nullable: false),
                    CampaignId = table.Column<long>(type: "bigint", nullable: false),
                    ById = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    TextId = table.Column<long>(type: "bigint", nullable: false),
                    TextHash = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: false),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FollowUpsDone", x => x.ExceptionId);
                    table.ForeignKey(
                        name: "FK_FollowUpsDone_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReviewersTold",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    CampaignId = table.Column<long>(type: "bigint", nullable: false),
                    ReviewerId = table.Column<long>(type: "bigint", nullable: false),
                    Told = table.Column<bool>(type: "bit", nullable: false),
                    Items = table.Column<int>(type: "int", nullable: false),
                    ById = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(3)", precision: 3, nullable: false),
                    EventSeq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewersTold", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReviewersTold_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FollowUpsDone_CampaignId",
                table: "FollowUpsDone",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewersTold_CampaignId_ReviewerId",
                table: "ReviewersTold",
                columns: new[] { "CampaignId", "ReviewerId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FollowUpsDone");

            migrationBuilder.DropTable(
                name: "ReviewersTold");
        }
    }
}
